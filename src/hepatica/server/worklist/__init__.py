"""The plan of every chart as of today, kept for the lists; it can always be made again."""
