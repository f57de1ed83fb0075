"""The branches that a large run must reach, each at a compared moment."""

WORDS = (
    "give", "cannot-decide", "refused", "not-due", "hold", "stop-pending-review", "permanent-stop",
)  # fmt: skip
ACTIONS = ("fudr-fill", "rest-fill", "evacuate", "leave", "person-must-choose")
GIVEN_BY = ("table-100", "table-80", "table-50", "restart", "first-100", "first-80", "first-50")
REASONS = (
    "hold-not-served", "hold-again", "hold-not-recovered", "hold-no-fresh-sample", "first-hold",
    "below minimum useful dose", "bilirubin", "bilirubin not normal", "drift", "cycles over",
    "change not explained", "contradiction", "pocket fill", "glycerin", "pump-fast", "pump-slow",
    "pump-emptied", "pump-stopped", "pump-fault", "surgery done?", "too much dexamethasone",
    "scan B", "scan C", "scan D", "scan E", "scan outdated", "scan trigger",
    "cholangitis", "obstruction", "stricture-suspected", "stricture-confirmed", "stent-placed",
    "low white_cells", "low platelets", "platelets", "bleeding", "heparin", "dexamethasone",
    "infection", "pregnancy",
    "consent missing", "consent withdrawn", "dpyd", "wound", "wound missing", "surgery planned",
    "no weight", "no-fresh-sample", "no-emptied-day-sample", "no-reference", "no baseline",
    "last dose unknown", "first-no-limit", "first-no-sample", "bilirubin limit",
    "protocol too early", "other diagnosis", "calendar",
)  # fmt: skip
BRANCHES = (
    "path hold restart hold",
    *(f"word {name}" for name in WORDS),
    *(f"action {name}" for name in ACTIONS),
    *(f"date {name}" for name in ("ok", "overdue", "date-unknown")),
    *(f"content {name}" for name in ("fudr", "dexamethasone-rest", "heparinised-saline")),
    *(f"moment {name}" for name in ("dose day", "mid dwell", "overdue", "end")),
    *(f"given by {name}" for name in GIVEN_BY),
    *(f"because {name}" for name in REASONS),
)
