"""Begin the chart of a patient: its case, and the entry of the enrolment."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from hepatica.casefile.kinds import CONTENTS
from hepatica.casefile.seal import seal
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.server.access.doors import Visitor, door, write_down
from hepatica.server.acts import clock
from hepatica.server.pages.boxes import at_of, boxes_of, written_from
from hepatica.server.pages.sent import again
from hepatica.server.people.permissions import Permission, may
from hepatica.server.plans import sheet_of
from hepatica.server.store.deeds import Asker, begin
from hepatica.server.store.models import Act, Chart
from hepatica.server.worklist.outlooks import keep_outlook

_PAGE = "pages/begin.html"
_FORM = CONTENTS["enrolment"]
# The address of this page, which no chart can have.
TAKEN = "begin"


@door(Permission.BEGIN_CHART)
def begin_chart(request: Visitor) -> HttpResponse:
    """The boxes of an enrolment; POST begins the chart, and leads on to who it is."""
    context = {
        "boxes": boxes_of(_FORM),
        "meaning": _FORM.meaning,
        "key": str(uuid.uuid4()),
    }
    if request.method != "POST":
        return render(request, _PAGE, context)
    try:
        chart = _begun(request)
    except InputErrors as errors:
        return again(request, _PAGE, context, errors)
    may_name = may(request.user, Permission.CHANGE_IDENTITY, chart)
    return redirect("identity" if may_name else "chart", chart.case)


def _begun(request: Visitor) -> Chart:
    """The chart that this form began, now or when it was sent before."""
    key, by = request.POST.get("key") or str(uuid.uuid4()), request.user.username
    before = Act.objects.filter(key=key, by=by).select_related("chart").first()
    if before is not None:
        return before.chart
    now = clock()
    sealed = _sealed(request.POST, now)
    with transaction.atomic():
        done = begin(sealed, Asker(by, key), now=now)
        chart = Chart.objects.get(case=done.case)
        keep_outlook(chart, sheet_of(chart, now), now)
        write_down(request, chart, is_write=True, act=Act.objects.get(key=key))
        return chart


def _sealed(sent: QueryDict, now: datetime) -> str:
    """The new chart, sealed.

    Raises:
        InputErrors: the case or the enrolment cannot be read.
    """
    case = sent.get("case", "").strip()
    if case == TAKEN:
        raise refused(ErrorCode.E116, "case", came=case, expected="another case", example="haip-42")
    is_synthetic = settings.IS_DEMO or "synthetic" in sent
    entry = {"id": "enrolment", "kind": "enrolment", "at": at_of(sent, now)}
    chart = {
        "case": case,
        "synthetic": "yes" if is_synthetic else "no",
        "utc_offset": now.isoformat()[-len("+00:00") :],
        "entries": [entry | written_from(_FORM, sent)],
    }
    return seal(json.dumps(chart), now=now, name="enrolment")
