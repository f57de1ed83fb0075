"""*Identity*: who the patient of a chart is. Kept apart from the chart, and erasable."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hepatica.library.errors import InputErrors
from hepatica.server.access.doors import Visitor, chart_door
from hepatica.server.identity.keep import Identity, erase_identity, keep_identity
from hepatica.server.identity.models import IdentityChange
from hepatica.server.pages.chart import heading
from hepatica.server.pages.sent import again, day
from hepatica.server.people.permissions import Permission
from hepatica.server.people.signing import confirm_person
from hepatica.server.plans import sheet_of
from hepatica.server.store.models import Chart

_PAGE = "pages/identity.html"


@chart_door(Permission.READ_IDENTITY, Permission.CHANGE_IDENTITY)
@never_cache
def identity(request: Visitor, chart: Chart) -> HttpResponse:
    """Name, date of birth and record number; POST keeps them, or erases them with a reason."""
    changes = IdentityChange.objects.filter(chart=chart).select_related("account")
    context = heading(request, chart, sheet_of(chart, timezone.localtime())) | {"changes": changes}
    if request.method != "POST":
        return render(request, _PAGE, context)
    try:
        said = _keep(request, chart)
    except InputErrors as errors:
        return again(request, _PAGE, context, errors)
    messages.success(request, said)
    return redirect("identity", chart.case)


def _keep(request: Visitor, chart: Chart) -> str:
    sent = request.POST
    if "erase" in sent:
        confirm_person(request, request.user, sent.get("secret", ""))
        erase_identity(chart, request.user, sent.get("why", "").strip())
        return _("The identity is erased. Backups made before still hold it.")
    keep_identity(chart, _typed(sent), request.user)
    return _("The identity is kept.")


def _typed(sent: QueryDict) -> Identity:
    return Identity(
        name=sent.get("name", "").strip(),
        born=day(sent.get("born", ""), "date of birth"),
        record_number=sent.get("record_number", "").strip(),
    )
