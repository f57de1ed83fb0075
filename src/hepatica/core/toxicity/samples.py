"""The grade of every laboratory value of a course, each beside its limits and its baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PatientFact
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.systemic_words import Attribution
from hepatica.core.chart.words import Fact, FactState, LabTest
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.core.toxicity.baseline import Baseline
from hepatica.core.toxicity.grading import Grade, OpenGrade, grade_laboratory
from hepatica.core.toxicity.reading import LaboratoryValue, Scale, Units, printed_scales
from hepatica.core.toxicity.table import GradedTerm, GradingTable
from hepatica.core.toxicity.terms import TERMS
from hepatica.core.toxicity.words import Basis, When

_OF_BASELINE = frozenset({Basis.BASELINE, Basis.FALL})
_BY_BASELINE = frozenset({When.BASELINE_NORMAL, When.BASELINE_ABNORMAL})
_BY_ANTICOAGULATION = frozenset({When.NO_ANTICOAGULATION, When.ON_ANTICOAGULATION})
# What a value reported as "<x" may need beside what every grade may need.
MEASURED_VALUE = "measured_value"
_LONGEST = 20  # digits of an exact quotient of charted numbers; an endless one has 28


@frozen
class Grading:
    """What one entry says of one term: a grade from 0 to 5, or between which grades it lies.

    `least` and `most` differ only where a fact that `needs` names is missing. `rests_on` are the
    entries behind it. A laboratory value has its test and value, a clinician's grade what the
    event is put down to.
    """

    term: str
    at: Moment
    entry: str
    least: int
    most: int
    reason: str = ""
    needs: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    test: LabTest | None = None
    value: LabValue | None = None
    attributed_to: tuple[Attribution, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the grade could not be told."""
        return self.least < self.most


def grade_samples(
    course: Course, table: GradingTable, units: Units, baselines: Mapping[LabTest, Baseline]
) -> Iterator[Grading]:
    """The grade of every value of every sample, in the order of the course.

    Needs the clinical context to be open. Whether the patient has symptoms of a value is not
    charted, and so not known. A term that the table does not have is not graded.
    """
    graded = {
        test: [t for name in names if (t := table.find(name))] for test, names in TERMS.items()
    }
    for panel in course.all(LaboratoryPanel):
        for test, value in panel.payload.results:
            for term in graded[test]:
                asked = _Asked(term, value, units[term.term.measured], baselines.get(test))
                yield _grading(asked, test, panel, _anticoagulant(course, panel))


@frozen
class _Asked:
    """One value under one term, with the units of its test and its value before therapy."""

    term: GradedTerm
    value: LabValue
    units: Mapping[str, Scale]
    baseline: Baseline | None

    @property
    def rests_on_baseline(self) -> bool:
        return self.baseline is not None and any(
            row.of in _OF_BASELINE or row.when in _BY_BASELINE for row in self.term.rows
        )

    @property
    def rests_on_anticoagulation(self) -> bool:
        return any(row.when in _BY_ANTICOAGULATION for row in self.term.rows)


def _grading(
    asked: _Asked,
    test: LabTest,
    panel: Entry[LaboratoryPanel],
    anticoagulant: Entry[PatientFact] | None,
) -> Grading:
    rests_on = [panel.id]
    if asked.baseline is not None and asked.rests_on_baseline:
        rests_on.append(asked.baseline.entry)
    is_on = None
    if anticoagulant is not None and asked.rests_on_anticoagulation:
        is_on = anticoagulant.payload.state is FactState.PRESENT
        rests_on.append(anticoagulant.id)
    answer = _answer(asked, replace(_found(asked), on_anticoagulation=is_on))
    least, most = _bounds(answer)
    return Grading(
        term=asked.term.term.term,
        at=panel.at,
        entry=panel.id,
        least=least,
        most=most,
        reason=answer.reason if isinstance(answer, Grade) else "",
        needs=answer.needs if isinstance(answer, OpenGrade) else (),
        rests_on=tuple(dict.fromkeys(rests_on)),
        test=test,
        value=asked.value,
    )


def _answer(asked: _Asked, found: LaboratoryValue) -> Grade | OpenGrade:
    """The grade; of a value reported as "<x" only where every amount below x has one grade."""
    answer = grade_laboratory(asked.term, found)
    if not asked.value.is_below:
        return answer
    answers = (answer, grade_laboratory(asked.term, replace(found, value=Decimal(0))))
    least = min(_bounds(each)[0] for each in answers)
    most = max(_bounds(each)[1] for each in answers)
    if isinstance(answer, Grade) and least == most:
        return Grade(least, f"reported as below; {answer.reason}")
    needs = [name for each in answers if isinstance(each, OpenGrade) for name in each.needs]
    return OpenGrade(tuple(dict.fromkeys(needs)) or (MEASURED_VALUE,), least, most)


def _bounds(answer: Grade | OpenGrade) -> tuple[int, int]:
    if isinstance(answer, Grade):
        return answer.grade, answer.grade
    return answer.least, answer.most


def _found(asked: _Asked) -> LaboratoryValue:
    """The value with its limits, and its baseline in the same unit.

    The unit is that of the value. Where the baseline has no exact figure in it, both are given
    in the unit of the baseline, so that no rounding moves a value past a multiple.
    """
    value, baseline = asked.value, asked.baseline
    found = LaboratoryValue(
        value=value.reported,
        unit=value.reported_unit,
        scales=printed_scales(value.reported_unit, asked.units),
        uln=value.upper_limit,
        lln=value.lower_limit,
    )
    if baseline is None or not asked.rests_on_baseline:
        return found
    found = replace(found, baseline_abnormal=baseline.is_abnormal(is_low=asked.term.is_low))
    if baseline.value.is_below:
        return found
    there, here = asked.units[baseline.value.reported_unit], asked.units[value.reported_unit]
    amount = there.to(here).apply(baseline.value.reported)
    if len(amount.as_tuple().digits) <= _LONGEST:
        return replace(found, baseline=amount)
    return _in_unit(found, baseline.value.reported_unit, here.to(there), asked.units, baseline)


def _in_unit(
    found: LaboratoryValue,
    unit: str,
    scale: Scale,
    units: Mapping[str, Scale],
    baseline: Baseline,
) -> LaboratoryValue:
    return replace(
        found,
        value=scale.apply(found.value),
        unit=unit,
        scales=printed_scales(unit, units),
        uln=None if found.uln is None else scale.apply(found.uln),
        lln=None if found.lln is None else scale.apply(found.lln),
        baseline=baseline.value.reported,
    )


def _anticoagulant(course: Course, panel: Entry[LaboratoryPanel]) -> Entry[PatientFact] | None:
    """What was charted last, when a sample was drawn, of whether an anticoagulant is taken."""
    found = [
        entry
        for entry in course.all(PatientFact)
        if entry.payload.fact is Fact.ANTICOAGULANT and entry.at.earliest <= panel.at.latest
    ]
    return found[-1] if found else None
