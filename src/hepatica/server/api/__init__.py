"""What the pages do, as JSON for programs: the same acts, the same rules, the same refusals."""
