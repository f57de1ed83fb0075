"""Recalls of pumps, and whether one speaks of a pump in a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from hepatica.core.chart.entries import PumpImplanted
from hepatica.core.frozen import frozen
from hepatica.core.pump.device import Device


class RecallStatus(StrEnum):
    """Whether the record was read in the regulator's own words."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Verdict(StrEnum):
    """What a recall says of one pump. Missing data is never "no match"."""

    MATCH = "match"
    CANNOT_TELL = "cannot-tell"
    NO_MATCH = "no-match"


@frozen
class Recall:
    """One recall. A pump is meant when every criterion that the record states holds.

    `models` are model ids. `distributed_from` and `distributed_until` are both included.
    `unclear` says why the record alone cannot name its pumps. `see_before_days`: the patient is
    seen sooner than so many days after a fill. `verify_with` is who must confirm the record.
    """

    id: str
    title: str
    models: tuple[str, ...]
    in_force_from: date
    date_as_printed: str
    recall_class: str
    wrong: str
    to_do: str
    see_before_days: Decimal | None
    distributed_from: date | None
    distributed_until: date | None
    unclear: str | None
    status: RecallStatus
    verify_with: str | None
    udi_dis: tuple[str, ...] = ()
    catalogues: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()


@frozen
class Match:
    """The verdict of one recall on one pump, and why.

    `missing` are the fields of the chart that would settle it.
    """

    recall: Recall
    verdict: Verdict
    reason: str
    missing: tuple[str, ...] = ()


@frozen
class _Test:
    """One criterion held against one pump: True, False, or None when the chart cannot tell.

    `missing` is then the field of the chart that would settle it.
    """

    holds: bool | None
    reason: str = ""
    missing: str = ""


def match_recall(
    pump: PumpImplanted, implanted: date, recall: Recall, devices: Mapping[str, Device]
) -> Match:
    """Whether a recall speaks of a pump.

    Args:
        pump: the pump as charted.
        implanted: the day of its implantation; no pump is distributed after it.
        recall: the recall.
        devices: the pump families known, by model id; they give the names of a model.
    """
    model = _model(pump, recall, devices)
    identity = [
        _listed("udi_di", pump.udi_di, recall.udi_dis),
        _listed("catalogue", pump.catalogue, recall.catalogues),
    ]
    more = [
        _listed("lot", pump.lot, recall.lots),
        _listed("serial", pump.serial, recall.serials),
        _in_period(pump, implanted, recall),
    ]
    is_named = any(test.holds and test.reason for test in identity)
    if is_named and any(test.holds is False for test in (model, *identity)):
        return Match(recall, Verdict.CANNOT_TELL, "the identifiers charted contradict each other")
    return _judged(recall, (model, *identity, *more))


def _judged(recall: Recall, tests: Iterable[_Test]) -> Match:
    stated = [test for test in tests if test.reason or test.holds is not True]
    refuted = next((test for test in stated if test.holds is False), None)
    if refuted is not None:
        return Match(recall, Verdict.NO_MATCH, refuted.reason)
    open_tests = [test for test in stated if test.holds is None]
    if open_tests or recall.unclear:
        reasons = [test.reason or f"{test.missing} is not charted" for test in open_tests]
        reasons += [recall.unclear] if recall.unclear else []
        fields = tuple(test.missing for test in open_tests)
        return Match(recall, Verdict.CANNOT_TELL, "; ".join(reasons), fields)
    reason = ", ".join(test.reason for test in stated)
    return Match(recall, Verdict.MATCH, reason)


def _model(pump: PumpImplanted, recall: Recall, devices: Mapping[str, Device]) -> _Test:
    """The family of the pump; a model that nobody knows is not a different one."""
    family = _family(pump.model, recall, devices)
    if family is None:
        return _Test(holds=None, reason="the model charted is not a known one", missing="model")
    if family in recall.models:
        return _Test(holds=True, reason=f"model {family}")
    return _Test(holds=False, reason="another model")


def _family(charted: str, recall: Recall, devices: Mapping[str, Device]) -> str | None:
    """The model id of what is charted, which may be another name of it."""
    if charted in devices:
        return charted
    names = {
        plain(name): device.id for device in devices.values() for name in (device.id, *device.names)
    }
    names |= {plain(model): model for model in recall.models}
    return names.get(plain(charted))


def _listed(field: str, charted: str | None, listed: tuple[str, ...]) -> _Test:
    if not listed:
        return _Test(holds=True)
    if charted is None:
        return _Test(holds=None, missing=field)
    if plain(charted) in {plain(each) for each in listed}:
        return _Test(holds=True, reason=f"{field} {charted}")
    return _Test(holds=False, reason=f"another {field}")


def _in_period(pump: PumpImplanted, implanted: date, recall: Recall) -> _Test:
    """Whether the pump was distributed in the period; the implantation alone can rule it out."""
    since, until = recall.distributed_from, recall.distributed_until
    if since is None and until is None:
        return _Test(holds=True)
    day = pump.distributed
    if day is not None and day > implanted:
        reason = "distributed after it was implanted: one date is wrong"
        return _Test(holds=None, reason=reason, missing="distributed")
    if since is not None and implanted < since:
        reason = "implanted before the first recalled pump was distributed"
        return _Test(holds=False, reason=reason)
    if day is None:
        return _Test(holds=None, missing="distributed")
    if (since is None or since <= day) and (until is None or day <= until):
        return _Test(holds=True, reason=f"distributed {day}")
    return _Test(holds=False, reason="distributed outside the period")


@cache
def plain(text: str) -> str:
    """An identifier without what people write differently: case, blanks, hyphens."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
