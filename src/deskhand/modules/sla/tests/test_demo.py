"""The demo shows promises in use."""

from datetime import timedelta

import pytest

from deskhand.accounts.models import Desk
from deskhand.demo import fill
from deskhand.kernel import clock
from deskhand.modules.sla import months, review
from deskhand.modules.sla.models import Agreement, Clock, Level, Policy, Waiver


@pytest.mark.django_db
def test_a_demo_has_contracts_of_each_kind_and_clocks_of_each_level(settings, tmp_path):
    settings.DESKHAND = settings.DESKHAND.__class__(**{**vars(settings.DESKHAND), "data": tmp_path})
    fill.fill(tickets=90, seed=5, modules=["sla"])
    desk = Desk.objects.get(key="it")
    contracts = {one.level: one for one in Agreement.objects.within(desk).kept()}
    assert set(contracts) == set(Level.values)
    assert all(one.party and Policy.objects.within(desk).filter(agreement=one).exists() for one in contracts.values())
    assert set(Clock.objects.within(desk).values_list("level", flat=True)) == set(Level.values)
    assert Waiver.objects.within(desk).exists()
    last = clock.now().replace(day=1) - timedelta(days=1)  # On the first of a month nothing is kept in it yet.
    month = months.read(desk.pk, f"{last:%Y-%m}")
    customer = contracts["sla"].organization
    assert review.review_of(desk, customer, month).figures.met
