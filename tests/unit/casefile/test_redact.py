"""Taking a free text out of a sealed chart."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from hepatica.casefile.commitment import committed
from hepatica.casefile.entry import KINDS
from hepatica.casefile.free_text import FREE_TEXT_FIELDS
from hepatica.casefile.load import load_case
from hepatica.casefile.readers import FreeText
from hepatica.casefile.redact import redact
from hepatica.casefile.salts import draw_key, draw_salt
from hepatica.casefile.seal import seal, verify
from hepatica.core.chart.entries import Note
from hepatica.core.chart.redaction import Redaction
from hepatica.library.errors import InputErrors

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEY = "5" * 64
CASE = (
    f"case: small\nsynthetic: no\nsalt_key: {KEY}\nutc_offset: Z\nentries:\n"
    "  - {id: e01, kind: note, at: 2025-03-01, text: seen with Ann}\n"
    "  - {id: e02, kind: weight, at: 2025-03-02, weight: 70.50 kg}\n"
    "  - {id: e03, kind: correction, at: 2025-03-03, corrects: e01, reason: a slip,\n"
    "     entry: {text: seen with Ann}}\n"
)
SEALED = seal(CASE, now=NOW)
LINES = SEALED.splitlines()


def salt() -> str:
    """The salt of a test."""
    return "a" * 32


def hashes(text: str) -> list[str]:
    """The hash of each line."""
    return [json.loads(line)["hash"] for line in text.splitlines()]


def entry(text: str, number: int) -> dict[str, object]:
    """The content of a line, counted from the header at 0."""
    return dict(json.loads(text.splitlines()[number])["entry"])


def code(**changed: str) -> str:
    """The code with which a redaction is refused."""
    asked = {"sealed": SEALED, "entry_id": "e01", "field": "text", "reason": "r", **changed}
    with pytest.raises(InputErrors) as raised:
        redact(
            asked["sealed"],
            asked["entry_id"],
            field=asked["field"],
            reason=asked["reason"],
            now=NOW,
            draw=salt,
        )
    return raised.value.errors[0].code.name


def test_the_hash_of_an_entry_by_hand() -> None:
    """It covers the sha256 of salt and text, not the text; worked out with plain sha256."""
    note = json.loads(LINES[1])
    text = sha256((note["entry"]["text"]["salt"] + "seen with Ann").encode()).hexdigest()
    content = (
        '{"at":"2025-03-01","id":"e01","kind":"note","recorded_at":"2025-03-01T00:00:00+00:00",'
        f'"schema":"2","text":{{"sha256":"{text}"}}}}'
    )
    assert note["hash"] == sha256((note["prev"] + content).encode()).hexdigest()


def test_the_text_and_its_salt_are_gone_and_every_hash_stays() -> None:
    """Nothing of them is left in the entry, and a head printed before is still found."""
    made = redact(SEALED, "e01", field="text", reason="named a person", now=NOW, draw=salt)
    before = entry(SEALED, 1)["text"]
    assert isinstance(before, dict)
    assert {"sha256": before["sha256"]} == entry(made.text, 1)["text"]
    assert hashes(SEALED) == hashes(made.text)[:-1]
    assert before["salt"] not in made.text
    assert verify(made.text, head=hashes(SEALED)[-1]).is_intact


def test_a_redaction_is_an_entry() -> None:
    """What, of which entry, and why; behind everything else."""
    made = redact(SEALED, "e01", field="text", reason="named a person", now=NOW, draw=salt)
    chart = load_case(made.text, now=NOW)
    assert Redaction("e01", "text", "named a person") == chart.entries[-1].payload
    assert ("redaction-1", NOW) == (chart.entries[-1].id, chart.entries[-1].recorded_at)
    assert Note("[redacted]") == chart.entries[0].payload


def test_the_same_text_elsewhere_is_named() -> None:
    """A correction that repeats the text still shows it."""
    made = redact(SEALED, "e01", field="text", reason="named a person", now=NOW, draw=salt)
    assert ("entry e03, entry.text",) == made.also
    again = redact(made.text, "e03", field="entry.text", reason="likewise", now=NOW, draw=salt)
    assert () == again.also
    assert "Ann" not in again.text
    assert (2, ()) == (verify(again.text).redacted, verify(again.text).unrecorded)


def test_a_redaction_nobody_recorded_is_named() -> None:
    """Whoever strips a text by hand keeps the chain whole; verification says there is no entry."""
    made = redact(SEALED, "e01", field="text", reason="named a person", now=NOW, draw=salt)
    silent = "".join(line + "\n" for line in made.text.splitlines()[:-1])
    found = verify(silent)
    assert (True, 1, ("entry e01, text",)) == (found.is_intact, found.redacted, found.unrecorded)


def test_two_seals_of_one_written_chart_are_the_same_bytes() -> None:
    """Salts come from the key of the written chart; the key itself is not in the sealed one."""
    assert seal(CASE, now=NOW) == SEALED
    assert KEY not in SEALED
    assert load_case(CASE, now=NOW).head == load_case(SEALED, now=NOW).head


def test_another_key_gives_other_salts_and_another_head() -> None:
    """Without the key nobody can make the salt of a guessed text."""
    other = seal(CASE.replace(KEY, "6" * 64), now=NOW)
    assert hashes(other)[-1] != hashes(SEALED)[-1]
    salts = [json.loads(text.splitlines()[1])["entry"]["text"]["salt"] for text in (other, SEALED)]
    assert salts[0] != salts[1]


def test_every_text_has_a_salt_of_its_own() -> None:
    """Two equal texts have two hashes: nobody sees that they are equal."""
    inner = entry(SEALED, 3)["entry"]
    assert isinstance(inner, dict)
    assert inner["text"] != entry(SEALED, 1)["text"]


def test_keys_and_salts_are_drawn_anew() -> None:
    """Of the length that is expected, and never twice the same."""
    assert (64, 32) == (len(draw_key()), len(draw_salt()))
    assert (draw_key(), draw_salt()) != (draw_key(), draw_salt())


def test_the_free_text_of_a_patient_needs_a_key() -> None:
    """E500; a chart without free text, or a synthetic one, needs none."""
    keyless = CASE.replace(f"salt_key: {KEY}\n", "")
    with pytest.raises(InputErrors) as raised:
        seal(keyless, now=NOW)
    assert ["E500"] == [error.code.name for error in raised.value.errors]
    assert seal(keyless.replace("synthetic: no", "synthetic: yes"), now=NOW)
    weighing = [line for line in keyless.splitlines(keepends=True) if not line.startswith("  ")]
    assert seal("".join(weighing) + "  - " + CASE.splitlines()[6][4:] + "\n", now=NOW)


def test_what_cannot_be_redacted_is_refused() -> None:
    """A written chart, an unknown entry, a field that is no free text, a text that is gone."""
    gone = redact(SEALED, "e01", field="text", reason="r", now=NOW, draw=salt).text
    refused = [
        code(sealed=CASE),
        code(entry_id="e99"),
        code(entry_id="e02", field="weight"),
        code(field="reason"),
        code(sealed=gone),
        code(sealed=SEALED.replace("70.50", "75.50")),
        code(reason=" "),
    ]
    assert ["E501", "E502", "E503", "E503", "E505", "E161", "E118"] == refused


def test_free_text_fields_are_free_text_in_every_kind() -> None:
    """No field of such a name is read as anything else, so none is sealed as text by mistake."""
    readers = [
        part.reader
        for form in KINDS.values()
        for part in form.fields
        if part.name in FREE_TEXT_FIELDS
    ]
    assert {"text", "reason"} == FREE_TEXT_FIELDS
    assert all(isinstance(reader, FreeText) for reader in readers)


def test_a_salt_has_a_fixed_length() -> None:
    """Else letters could move between salt and text."""
    with pytest.raises(ValueError, match="32 digits"):
        committed("text", "a" * 31)


@pytest.mark.parametrize("field", ["weight", "corrects", "kind", "id"])
def test_a_hash_in_place_of_another_field_is_not_read(field: str) -> None:
    """Only free text may be missing: a rogue seal with a hash for a weight is refused."""
    number = 2 if field in {"weight"} else 3
    line = json.loads(LINES[number])
    line["entry"][field] = {"sha256": "a" * 64}
    content = json.dumps(line["entry"], sort_keys=True, separators=(",", ":"))
    line["hash"] = sha256((line["prev"] + content).encode()).hexdigest()
    rogue = json.dumps(line, sort_keys=True, separators=(",", ":"))
    with pytest.raises(InputErrors):
        load_case("\n".join([*LINES[:number], rogue]) + "\n", now=NOW)
