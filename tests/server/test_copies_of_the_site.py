"""A backup holds the people, orders and logs of the site, too."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.management import call_command

from hepatica.server.people.models import Account
from hepatica.server.people.roles import SiteRole
from hepatica.server.store.copies import COPIED, NOT_COPIED, back_up, restore
from hepatica.server.store.models import Chart
from tests.server.conftest import Database, use
from tests.server.site import FIRST_DOSE, site_at


def test_every_table_is_copied_or_named_as_not() -> None:
    """A new table that no backup holds is noticed here."""
    tables = {model._meta.label for model in apps.get_models()}
    assert tables == {*COPIED, *NOT_COPIED}
    assert not set(COPIED) & set(NOT_COPIED)


def test_a_restored_site_has_its_people_orders_and_log(
    store: Database, empty: Database, tmp_path: Path
) -> None:
    """Roles, competencies, steps and the access log come back; two backups are the same bytes."""
    use(store.name)
    with site_at(FIRST_DOSE) as site:
        site.send(SiteRole.PRESCRIBER, "order/sign/")
        name = site.person(SiteRole.PRESCRIBER)
        first, second = tmp_path / "first.gz", tmp_path / "second.gz"
        copied = back_up(first)
        use(empty.name)
        call_command("migrate", verbosity=0, interactive=False)
        assert copied == restore(first)
        back_up(second)
        assert first.read_bytes() == second.read_bytes()
        assert {SiteRole.PRESCRIBER} == Account.objects.get(username=name).roles
        assert "signed" == Chart.objects.get(case=site.chart.case).orders.get().state.value
