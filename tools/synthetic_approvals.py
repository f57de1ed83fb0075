"""Approvals of every shipped value that needs one, for synthetic charts only.

    python tools/synthetic_approvals.py > examples/approvals-synthetic.yaml

A plan for a synthetic chart can then be shown without the word DRAFT. No such approval counts
for a patient: there two people approve each value after reading its source.
"""

from hepatica.core.protocol.provenance import Confidence, SourcedValue
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook

HEADING = """\
# Approvals of every shipped value that is not SEEN. Valid for SYNTHETIC charts only: nobody has
# read the sources for these, and no patient may be treated by them. A site writes its own file,
# without synthetic_only, in which two people approve each value after reading its source.
# Written by tools/synthetic_approvals.py.
approvals:
"""
# The day on which the shipped values were last checked against their sources.
CHECKED = "2026-11-23"


def synthetic_approvals(rulebook: Rulebook) -> str:
    """The text of an approvals file for every value that is not SEEN."""
    waiting = [
        value
        for values in rulebook.values.values()
        for value in values
        if value.confidence is not Confidence.SEEN
    ]
    return HEADING + "".join(_approval(value) for value in waiting)


def _approval(value: SourcedValue) -> str:
    return (
        f"  - path: {value.path}\n"
        f"    value: {value.text}\n"
        "    approved_by: [prescriber, pharmacist]\n"
        f"    on: {CHECKED}\n"
        f"    source_read: none ({value.source}, {value.confidence})\n"
        "    reason: synthetic charts only\n"
        "    synthetic_only: yes\n"
    )


if __name__ == "__main__":
    print(synthetic_approvals(load_rulebook()), end="")
