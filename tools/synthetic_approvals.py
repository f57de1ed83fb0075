"""Approvals of every shipped value that needs one, for synthetic charts only.

Historic protocols have none: no order is made from them.

    python tools/synthetic_approvals.py > examples/approvals-synthetic.yaml

A plan for a synthetic chart can then be shown without the word DRAFT. No such approval counts
for a patient: there two people approve each value after reading its source.
"""

from hepatica.core.protocol.provenance import Confidence, SourcedValue
from hepatica.core.protocol.words import Status
from hepatica.core.rulebook import Rulebook
from hepatica.core.systemic.words import Standing
from hepatica.library.loader import load_rulebook

HEADING = """\
# Approvals of every shipped value that is not SEEN, historic protocols left out. Valid for
# SYNTHETIC charts only: nobody has read the sources for these, and no patient may be treated by
# them. A site writes its own file, without synthetic_only, in which two people approve each value
# after reading its source.
# Written by tools/synthetic_approvals.py.
approvals:
"""
# The day on which the shipped values were last checked against their sources.
CHECKED = "2026-11-23"


def synthetic_approvals(rulebook: Rulebook) -> str:
    """The text of an approvals file for every value that is not SEEN and may be ordered from."""
    waiting = [
        value
        for name, values in rulebook.values.items()
        for value in values
        if value.confidence is not Confidence.SEEN and not _is_historic(rulebook, name)
    ]
    return HEADING + "".join(_approval(value) for value in waiting)


def _is_historic(rulebook: Rulebook, name: str) -> bool:
    """Whether nothing is ordered from it: a historic protocol, a regimen for reading only."""
    protocol, rules = rulebook.protocols.get(name), rulebook.systemic.get(name)
    if rules is not None:
        return rules.regimen.standing is Standing.READING_ONLY
    return protocol is not None and protocol.heading.status is Status.HISTORIC


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
