"""Every address of the site. A view without a door fails `tests/server/test_doors.py`."""

from __future__ import annotations

from django.urls import path

from hepatica.server.pages import (
    chart,
    emergency,
    labs,
    order,
    record,
    scan,
    signing_in,
    today,
    visit,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("emergency/", emergency.emergencies, name="emergencies"),
    path("charts/", chart.charts, name="charts"),
    path("charts/<str:case>/", chart.chart, name="chart"),
    path("charts/<str:case>/entries/", chart.entries, name="entries"),
    path("charts/<str:case>/timeline.svg", chart.picture, name="picture"),
    path("charts/<str:case>/worksheet/", chart.worksheet, name="worksheet"),
    path("charts/<str:case>/export/", chart.export, name="export"),
    path("charts/<str:case>/labs/", labs.labs, name="labs"),
    path("charts/<str:case>/scan/", scan.scan, name="scan"),
    path("charts/<str:case>/record/", record.kinds, name="kinds"),
    path("charts/<str:case>/record/<str:kind>/", record.record, name="record"),
    path("charts/<str:case>/correct/<str:entry>/", record.correct, name="correct"),
    path("charts/<str:case>/emergency/", emergency.emergency, name="emergency"),
    path("charts/<str:case>/break-glass/", emergency.break_glass, name="break-glass"),
    path("charts/<str:case>/order/", order.order, name="order"),
    path("charts/<str:case>/order/sign/", order.sign, name="sign-order"),
    path("charts/<str:case>/order/verify/", order.verify, name="verify-order"),
    path("charts/<str:case>/order/prepare/", order.prepare, name="prepare-order"),
    path("charts/<str:case>/order/check/", order.check, name="check-order"),
    path("charts/<str:case>/order/withhold/", order.withhold, name="withhold-order"),
    path("charts/<str:case>/visit/", visit.visit, name="visit"),
    path("charts/<str:case>/visit/rescue/", visit.rescue, name="rescue"),
    path("charts/<str:case>/visit/second/", visit.second, name="visit-second"),
    path("charts/<str:case>/visit/empty/", visit.empty, name="visit-empty"),
    path("charts/<str:case>/visit/fill/", visit.fill, name="visit-fill"),
    path("charts/<str:case>/visit/fail/", visit.fail, name="visit-fail"),
    path("charts/<str:case>/visit/end/", visit.end, name="visit-end"),
    path("charts/<str:case>/visit/check-after/", visit.check_after, name="visit-check-after"),
]
