"""The page rules.md: every rule that a plan names, what it says, and where it lives."""

from __future__ import annotations

from hepatica.core.chart.words import SignedRule
from tools.markdown import code, page, table
from tools.meanings import meaning_of_rule, rules_in_code, rules_with_meaning


def render_rules() -> str:
    """The page."""
    intro = (
        "A plan names the rule behind each reason, alert, due item and step as `[R-...]`. The "
        "numbers a rule uses are values of the protocol. *Signed*: an entry `decision_signed` may "
        "speak to this rule; there people decide. The last column names the modules of "
        "`hepatica.core`."
    )
    signed = {rule.value for rule in SignedRule}
    rows = [
        (
            code(rule),
            ("*Signed.* " if rule in signed else "") + meaning_of_rule(rule),
            _modules(rule),
        )
        for rule in _in_order()
    ]
    return page("Rules", intro, table(("rule", "what it says", "lives in"), rows))


def _in_order() -> list[str]:
    """The order of the meanings, from chart to order; then whatever has none."""
    known = [rule for rule in rules_with_meaning() if rule in rules_in_code()]
    return known + sorted(set(rules_in_code()) - set(known))


def _modules(rule: str) -> str:
    modules = [name for name in rules_in_code()[rule] if not name.startswith("reports.")]
    return "<br>".join(code(name.removeprefix("core.")) for name in modules)
