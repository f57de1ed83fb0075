"""The doors: every page asks who comes, and writes down which chart was opened."""
