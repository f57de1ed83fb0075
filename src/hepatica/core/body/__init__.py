"""Body size: which weight a dose is multiplied by."""
