"""C-06: allergies, consent, infection, pregnancy, DPYD (behaviour D11, D12)."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PatientFact
from hepatica.core.chart.newest import newest_for_safety
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Content, Fact, FactState, Product, Role, SignedRule
from hepatica.core.decision import Alert, DueItem, FudrWord, Narrowing
from hepatica.core.protocol.tables import FactStop, FillTable, Protocol
from hepatica.core.protocol.words import Preservative, Refuses
from hepatica.core.quantities import twelve_digits
from hepatica.core.safety.control import found, joined, refuse, told
from hepatica.core.safety.situation import Situation

RULE = "R-patient-facts"
_REASSURING = (FactState.ABSENT, FactState.NEGATIVE, FactState.GIVEN, FactState.SOUND)
DPYD_RULE = "R-dpyd"


def newest_facts(course: Course) -> dict[Fact, Entry[PatientFact]]:
    """The newest charted state of every fact."""
    charted = course.all(PatientFact)
    found = {
        fact: newest_for_safety((e for e in charted if e.payload.fact is fact), is_adverse)
        for fact in dict.fromkeys(entry.payload.fact for entry in charted)
    }
    return {fact: entry for fact, entry in found.items() if entry is not None}


def is_adverse(fact: PatientFact) -> bool:
    """Whether a fact says what FUDR, the needle or an additive may be refused for."""
    return fact.state is not None and fact.state not in _REASSURING


def active_facts(course: Course, protocol: Protocol) -> list[tuple[Entry[PatientFact], FactStop]]:
    """Facts in a state that the protocol names, with the row that names it."""
    facts = newest_facts(course)
    return [
        (facts[row.fact], row)
        for row in protocol.stops.patient_facts
        if row.fact in facts and facts[row.fact].payload.state is row.state
    ]


def refused_products(course: Course, protocol: Protocol) -> set[Product]:
    """Products that a patient fact refuses."""
    return {
        product
        for _, row in active_facts(course, protocol)
        for product in _products(row.refuses, protocol.fills)
    }


def _products(refuses: Refuses, fills: FillTable) -> set[Product]:
    match refuses:
        case Refuses.HEPARIN:
            return {Product.HEPARIN}
        case Refuses.DEXAMETHASONE:
            return {Product.DEXAMETHASONE}
        case Refuses.PRESERVATIVE:
            preserved = (r for r in fills.products if r.preservative is not Preservative.NONE)
            return {row.product for row in preserved}
        case _:
            return set()


def products_of(fills: FillTable, content: Content) -> set[Product]:
    """The products that one kind of fill is made of."""
    row = next(row for row in fills.contents if row.content is content)
    parts = {
        Product.FLOXURIDINE: content is Content.FUDR,
        Product.DEXAMETHASONE: row.has_dexamethasone,
        Product.HEPARIN: row.heparin_units is not None,
    }
    return {product for product, is_part in parts.items() if is_part}


def check_patient_facts(situation: Situation) -> Narrowing:
    """Everything charted about the patient that speaks against FUDR today."""
    course, protocol = situation.course, situation.protocol
    active = active_facts(course, protocol)
    parts = [_act(entry, row) for entry, row in active]
    barred = refused_products(course, protocol) & products_of(protocol.fills, Content.FUDR)
    for product in sorted(barred):
        facts = [e.id for e, row in active if product in _products(row.refuses, protocol.fills)]
        parts.append(
            refuse(f"{product.value} is refused", RULE, "a site-approved alternative", *facts)
        )
    return joined([*parts, _check_consent(course), _check_dpyd(situation)])


def is_access_refused(course: Course, entry: Entry[PatientFact], row: FactStop) -> bool:
    """Whether this fact keeps the needle out; a signed decision lets it in."""
    since = entry.at.earliest
    is_signed = signed_decision(course, SignedRule.BLEEDING, since=since) is not None
    return row.refuses is Refuses.ACCESS and not is_signed


def _act(entry: Entry[PatientFact], row: FactStop) -> Narrowing:
    what = f"{row.fact.value}: {row.state.value}"
    if row.refuses in (Refuses.FUDR, Refuses.ACCESS):
        return refuse(what, RULE, "a change of this fact", entry.id)
    return told(what, RULE, entry.id)


def _check_consent(course: Course) -> Narrowing:
    consent = newest_facts(course).get(Fact.CONSENT)
    if consent is None:
        return found(FudrWord.CANNOT_DECIDE, "consent is not charted", RULE, "consent, charted")
    if consent.payload.state is not FactState.GIVEN:
        return refuse("consent is not given", RULE, "consent", consent.id)
    return Narrowing()


def _check_dpyd(situation: Situation) -> Narrowing:
    """DPYD unknown: due and shown. Low: refused until prescriber and board sign (D12)."""
    stops = situation.protocol.stops
    fact = newest_facts(situation.course).get(Fact.DPYD_ACTIVITY)
    if fact is None or fact.payload.activity is None:
        return _dpyd_unknown(situation)
    activity = fact.payload.activity
    text = f"DPYD activity {twelve_digits(activity)}"
    if activity <= stops.dpyd_refuse_at_most and not _is_dpyd_signed(situation.course, fact):
        return refuse(text, DPYD_RULE, "signatures of prescriber and board", fact.id)
    if activity <= stops.dpyd_alert_at_most:
        return told(f"{text}: no pump rule is published", DPYD_RULE, fact.id)
    return Narrowing()


def _dpyd_unknown(situation: Situation) -> Narrowing:
    if situation.picture.last is not None:
        return Narrowing()
    return Narrowing(
        alerts=(Alert("DPYD activity is not known", DPYD_RULE),),
        due=(DueItem("DPYD activity before the first FUDR", DPYD_RULE),),
    )


def _is_dpyd_signed(course: Course, fact: Entry[PatientFact]) -> bool:
    roles = (Role.PRESCRIBER, Role.BOARD)
    since = fact.at.earliest
    return signed_decision(course, SignedRule.DPYD, since=since, roles=roles) is not None
