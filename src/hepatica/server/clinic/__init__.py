"""On which days this site accesses pumps."""
