"""The branches that a large run must reach, each at a compared moment."""

BRANCHES = (
    "path hold restart hold",
    "word give", "word cannot-decide", "word refused", "word not-due", "word hold",
    "word stop-pending-review", "word permanent-stop",
)  # fmt: skip
