"""Agreements that end: who is told, when, and how often."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deskhand.accounts.actions import take_role
from deskhand.accounts.models import Organization
from deskhand.kernel import switches
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import jobs
from deskhand.modules.sla.actions import agreements
from deskhand.modules.sla.actions.agreements import Contract
from deskhand.modules.sla.tests.conftest import at
from deskhand.notify.models import Notification

pytestmark = pytest.mark.django_db

ROOT = "/agent/it/service-levels"


@pytest.fixture
def agreed(cast):
    """An agreement until the 20th of March, with a notice of ten days."""
    switches.switch("sla", cast.it.pk, True)

    def made(row=None, **more):
        with at(8):
            cast.ticket("The desk knows Kestrel")
            kestrel = Organization.objects.get(name="Kestrel Biotech")
            said: dict[str, Any] = {"ends_on": date(2026, 3, 20), "notice_days": 10, "organization": kestrel} | more
            contract = Contract(level="sla", name="Kestrel 2026", starts_on=date(2026, 1, 1), **said)
            return agreements.save_agreement(
                actor=cast.actor("lena"), desk_id=cast.it.pk, contract=contract, agreement=row
            )

    return made


def looked(cast, *, day, hour=7):
    """The worker looks on that day of March; returns who has been told by then."""
    with at(hour, day=day):
        jobs.look_at_ends.put()
        cast.work()
    found = Notification.objects.filter(kind="sla_agreement_ending").order_by("id")
    return [one.person_id for one in found]


def test_its_owner_is_told_once_when_the_days_for_a_notice_begin(cast, agreed):
    agreed(owner=cast.lena)
    assert looked(cast, day=9, hour=23) == []
    assert looked(cast, day=10, hour=0) == [cast.lena.pk]
    assert looked(cast, day=10) == looked(cast, day=11) == looked(cast, day=20) == [cast.lena.pk]
    with at(8, day=10):
        page = cast.client("lena").get("/agent/notifications/").text
    assert "An agreement ends soon: its last day is 20 Mar" in page and "Kestrel 2026" in page


def test_without_an_owner_who_may_read_it_the_leads_are_told(cast, agreed):
    agreed()
    assert looked(cast, day=12) == [cast.priya.pk]


def test_one_whose_owner_has_left_is_told_to_the_leads(cast, agreed):
    row = agreed(owner=cast.priya)
    take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.priya, role="lead")
    assert looked(cast, day=12) == [cast.lena.pk], "without leads it is the administrators"
    assert agreed(row=row, owner=cast.priya, notes="Still").owner == cast.priya, "what was said stays"


@pytest.mark.parametrize(
    "more",
    [{"ends_on": date(2026, 3, 9)}, {"ends_on": None}, {"notice_days": None}],
    ids=["ended", "until further notice", "without a notice"],
)
def test_nobody_is_told_of_others(cast, agreed, more):
    agreed(**more)
    assert looked(cast, day=12) == []


def test_one_that_is_prolonged_is_told_again_before_its_new_end(cast, agreed):
    row = agreed(owner=cast.lena)
    looked(cast, day=10)
    agreed(row=row, owner=cast.lena, ends_on=date(2026, 3, 30))
    assert looked(cast, day=19) == [cast.lena.pk]
    assert looked(cast, day=20) == [cast.lena.pk] * 2


def test_nothing_is_told_while_the_module_is_off_nor_of_one_that_was_put_away(cast, agreed):
    row = agreed(owner=cast.lena)
    switches.switch("sla", cast.it.pk, False)
    assert looked(cast, day=12) == []
    switches.switch("sla", cast.it.pk, True)
    agreements.put_agreement_away(actor=cast.actor("lena"), agreement=row)
    assert looked(cast, day=13) == []
    agreements.put_agreement_back(actor=cast.actor("lena"), agreement=row)
    assert looked(cast, day=14) == [cast.lena.pk]


def test_it_stands_as_ending_on_the_overview_in_the_list_and_for_programs(cast, agreed):
    row = agreed(owner=cast.lena)
    call = {"path": f"/api/v1/sla/desks/it/agreements/{row.pk}", "headers": cast.bearer("lena", "read")}
    for day, ends in ((9, False), (10, True), (20, True), (21, False)):
        with at(9, day=day):
            lena = cast.client("lena")
            assert ("Agreements that end soon" in lena.get(f"{ROOT}/").text) is ends
            assert ("Ends soon" in lena.get(f"{ROOT}/agreements/").text) is ends
            assert ("This agreement ends soon" in lena.get(f"{ROOT}/agreements/{row.pk}/").text) is ends
            shown = cast.client().get(**call).json()
            assert (shown["ends_soon"], shown["owner"]["id"]) == (ends, cast.lena.pk)
            assert "Agreements that end soon" not in cast.client("jana").get(f"{ROOT}/").text, "contracts are for leads"


def test_an_owner_must_read_the_desks_agreements(cast, agreed):
    for who in (cast.jana, cast.mara, cast.hanna):
        with pytest.raises(Invalid, match="leads, administers or audits"):
            agreed(owner=who)
    row = agreed()
    change = {"data": {"owner": cast.priya.pk}, "content_type": "application/json", "headers": cast.bearer("lena")}
    address = f"/api/v1/sla/desks/it/agreements/{row.pk}"
    assert cast.client().patch(address, **change).json()["owner"]["name"] == cast.priya.name
    change["data"] = {"owner": cast.mara.pk}
    assert cast.client().patch(address, **change).status_code == 422
    form = cast.client("lena").get(f"{ROOT}/agreements/{row.pk}/edit/").text
    assert cast.priya.name in form and f">{cast.jana.name}<" not in form
