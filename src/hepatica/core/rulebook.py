"""Everything a plan needs that is not the patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from hepatica.core.frozen import frozen
from hepatica.core.protocol.complications import ComplicationTable
from hepatica.core.protocol.provenance import Approval, SourcedValue
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.device import Device
from hepatica.core.pump.recall import Recall

if TYPE_CHECKING:  # a plan without systemic treatment, or without grades, loads neither
    from hepatica.core.systemic.on_fudr import CombinedTable
    from hepatica.core.systemic.regimen import SystemicRules
    from hepatica.core.toxicity.table import GradingTable


@frozen
class Rulebook:
    """Protocols, devices, recalls, grades, the sources of their values, the site's approvals.

    `protocols` is keyed by "id/version", `devices` by model id, `values` by either, or by
    "complications". Those of a recall need no approval, because a recall only tells; nor do
    those of `grading`, keyed by the name of the table: no FUDR decision rests on a grade.
    `systemic` is keyed by the "id/version" of a regimen, `combined` by "combined" alone.
    """

    protocols: Mapping[str, Protocol]
    devices: Mapping[str, Device]
    values: Mapping[str, tuple[SourcedValue, ...]]
    approvals: tuple[Approval, ...] = ()
    recalls: tuple[Recall, ...] = ()
    complications: ComplicationTable = field(kw_only=True)
    grading: Mapping[str, GradingTable] = field(default_factory=dict, kw_only=True)
    systemic: Mapping[str, SystemicRules] = field(default_factory=dict, kw_only=True)
    combined: Mapping[str, CombinedTable] = field(default_factory=dict, kw_only=True)
