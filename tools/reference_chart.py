"""The page entry-kinds.md: what a chart may hold, made from the forms that read it."""

from __future__ import annotations

from collections.abc import Iterable

from hepatica.casefile.complication_kinds import COMPLICATIONS
from hepatica.casefile.entry import ABOUT_ENTRIES, ENVELOPE, WITHOUT_AT
from hepatica.casefile.forms import Field, Form, OnlyWith
from hepatica.casefile.kinds import ACTS, FINDINGS
from hepatica.casefile.laboratory import LabResults
from hepatica.casefile.number_readers import Measured, Score
from hepatica.casefile.readers import EarlierEntry, Id, ListOf, Reader, Word
from hepatica.casefile.systemic_kinds import SYSTEMIC
from tools.markdown import code, page, sentence, table

CHAPTERS = {
    "Findings": FINDINGS,
    "Acts and decisions": ACTS,
    "Complications": COMPLICATIONS,
    "Systemic treatment and toxicity": SYSTEMIC,
    "About other entries": ABOUT_ENTRIES,
}
_ENVELOPE = {
    "id": "names the entry; unique in its chart",
    "kind": "one of the kinds below",
    "at": "when it was true; a date alone means any hour of that day",
    "recorded_at": "when the chart learned it",
    "schema": "form of the entry; only sealed charts need it",
}


def render_entry_kinds() -> str:
    """The page."""
    intro = (
        "A chart is a list of entries. Each has an envelope and the fields of its kind. Unknown "
        "fields, kinds, words and units are refused with a code ([Errors](errors.md)). For "
        "editors: [chart.schema.json](chart.schema.json). Words are explained in "
        "[Words of a chart](chart-words.md)."
    )
    rows = [(code(name), _ENVELOPE[name], code(ENVELOPE[name].example)) for name in ENVELOPE]
    left_out = ", ".join(code(kind) for kind in sorted(WITHOUT_AT))
    envelope = "\n\n".join(
        [
            "## The envelope",
            table(("field", "what", "example"), rows).rstrip(),
            f"`at` may be left out of what speaks about the record: {left_out}.",
        ]
    )
    return page("Entry kinds", intro, envelope, *(_chapter(*each) for each in CHAPTERS.items()))


def _chapter(title: str, forms: dict[str, Form]) -> str:
    return "\n\n".join([f"## {title}", *(_kind(kind, form) for kind, form in forms.items())])


def _kind(kind: str, form: Form) -> str:
    head = ("field", "must it stand?", "what is accepted", "example")
    parts = [f"### {kind}", form.meaning, table(head, map(_field, form.fields)).rstrip()]
    if form.rules:
        parts.append("\n".join(f"- {_rule(rule)}" for rule in form.rules))
    return "\n\n".join(parts)


def _field(field: Field) -> tuple[str, str, str, str]:
    reader = field.reader
    need = "if known" if field.is_optional else "yes"
    example = reader.example or f"[{_item(reader).example}]"
    return code(field.name), need, accepted(reader), code(example)


def _rule(rule: OnlyWith) -> str:
    words = _any_of(rule.words)
    must = " and must stand there" if rule.is_required else ""
    return f"{code(rule.field)} stands only beside {code(rule.of)} {words}{must}."


def accepted(reader: Reader) -> str:
    """What a reader accepts, in words."""
    match reader:
        case ListOf():
            return f"a list; each: {accepted(reader.item)}"
        case Measured():
            return f"a number and a unit: {_any_of(reader.units().units)}"
        case LabResults():
            return f"results of {', '.join(code(test) for test in reader.tests)}"
        case Id():
            return reader.expected
        case _:
            return _one_of(reader) or sentence(type(reader).__doc__).rstrip(".")


def _one_of(reader: Reader) -> str:
    match reader:
        case Word():
            return _any_of(reader.schema()["enum"])
        case Score():
            return _any_of(reader.scores)
        case EarlierEntry() if reader.kinds:
            return f"the id of an earlier entry: {_any_of(reader.kinds)}"
        case _:
            return ""


def _item(reader: Reader) -> Reader:
    if not isinstance(reader, ListOf):
        raise TypeError(f"{type(reader).__name__} shows no example")
    return reader.item


def _any_of(words: Iterable[str]) -> str:
    return " · ".join(code(word) for word in words)
