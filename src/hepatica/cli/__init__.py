"""The `hepatica` command. It parses, asks and prints; it computes nothing."""
