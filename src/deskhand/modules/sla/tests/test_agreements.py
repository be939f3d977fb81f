"""Contracts, the days on which their policies count, and what they owe."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from deskhand.accounts.models import Organization
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.modules.sla import service_credits
from deskhand.modules.sla.actions import agreements
from deskhand.modules.sla.actions.agreements import Contract
from deskhand.modules.sla.models import Agreement, Document, PolicyVersion
from deskhand.modules.sla.tests.conftest import at, clocks, target

pytestmark = pytest.mark.django_db


def contract(cast, **more: Any):
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    said: dict[str, Any] = {
        "level": "sla",
        "name": "Kestrel 2026",
        "organization": kestrel,
        "starts_on": date(2026, 3, 4),
    }
    return Contract(**(said | more))


@pytest.fixture
def agree(cast, promise):
    """Lena makes an agreement that begins on the fourth of March, to which a policy belongs."""

    def made(**more):
        with at(8):
            cast.ticket("The desk knows Kestrel")
            policy = promise(target("first_response", any=4))
            row = agreements.save_agreement(
                actor=cast.actor("lena"), desk_id=cast.it.pk, contract=contract(cast, **more)
            )
            agreements.choose_policies(actor=cast.actor("lena"), agreement=row, policy_ids=[policy.pk])
            cast.work()
        return row

    return made


def test_a_policy_counts_from_the_first_day_of_its_agreement_to_the_last(cast, agree):
    agree(ends_on=date(2026, 3, 5))
    rows = []
    for day in (3, 4, 5, 6):
        with at(10, day=day):
            rows.append(cast.ticket())
    assert [len(clocks(one)) for one in rows] == [0, 1, 1, 0]


def test_tickets_that_are_open_when_an_agreement_ends_are_promised_nothing_more(cast, agree):
    row = agree(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 5))
    with at(23, day=5):
        ticket = cast.ticket()
    with at(0, 0, 1, day=6):
        from deskhand.modules.sla.actions.catching_up import catch_up

        catch_up(desk_id=row.desk_id, silently=False)
        cast.work()
    [one] = clocks(ticket)
    assert (one.outcome, one.ended_by, one.ended_at) == ("cancelled", "unmatched", datetime(2026, 3, 6, tzinfo=UTC))


def test_the_desk_is_there_when_an_agreement_begins_and_ends(cast, agree):
    from deskhand.jobs.models import Job

    agree(ends_on=date(2026, 3, 5))
    keys = set(Job.objects.filter(unique_key__startswith="sla.turn:").values_list("unique_key", flat=True))
    wanted = (datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC))
    assert keys == {f"sla.turn:{cast.it.pk}:{one.timestamp():.0f}" for one in wanted}


def test_other_days_count_from_now_on_and_the_past_keeps_its_own(cast, agree):
    row = agree()
    with at(10, day=4):
        before = cast.ticket()
        assert len(clocks(before)) == 1
        said = contract(cast, starts_on=date(2026, 3, 10))
        agreements.save_agreement(actor=cast.actor("lena"), desk_id=cast.it.pk, contract=said, agreement=row)
        cast.work()
        assert len(clocks(cast.ticket())) == 0
    versions = PolicyVersion.objects.within(cast.it).order_by("number")
    assert [one.since_at and one.since_at.day for one in versions] == [None, 4, 10]
    assert [one.agreement_id for one in versions] == [None, row.pk, row.pk]


def test_a_policy_belongs_to_one_agreement_of_its_own_kind(cast, agree, promise):
    row = agree()
    lena, it = cast.actor("lena"), cast.it.pk
    [policy] = row.policies.all()
    other = agreements.save_agreement(actor=lena, desk_id=it, contract=contract(cast, name="Kestrel 2027"))
    with pytest.raises(Invalid, match="another agreement"):
        agreements.choose_policies(actor=lena, agreement=other, policy_ids=[policy.pk])
    supplier = contract(cast, level="uc", name="Line", supplier="Telekom Nord")
    line = agreements.save_agreement(actor=lena, desk_id=it, contract=supplier)
    assert line.party == "Telekom Nord" and line.organization is None
    with pytest.raises(Invalid, match="its own kind"):
        agreements.choose_policies(actor=lena, agreement=line, policy_ids=[policy.pk])
    with pytest.raises(Conflict, match="Take them out"):
        agreements.put_agreement_away(actor=lena, agreement=row)
    agreements.choose_policies(actor=lena, agreement=row, policy_ids=[])
    agreements.put_agreement_away(actor=lena, agreement=row)
    assert row not in Agreement.objects.within(it).kept()
    agreements.put_agreement_back(actor=lena, agreement=row)
    assert row in Agreement.objects.within(it).kept()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "name"),
    ({"organization": None}, "organization"),
    ({"level": "ola"}, "team"),
    ({"level": "uc"}, "supplier"),
    ({"ends_on": date(2026, 3, 3)}, "ends_on"),
    ({"notice_days": -1}, "notice_days"),
    ({"fee": Decimal("0"), "currency": "EUR"}, "fee"),
    ({"fee": Decimal("12.345"), "currency": "EUR"}, "fee"),
    ({"fee": Decimal("12"), "currency": "€"}, "currency"),
    ({"bands": (service_credits.Band(Decimal(99), Decimal(5)),)}, "fee"),
]


def test_what_cannot_be_agreed_is_refused_at_its_field(cast, promise):
    cast.ticket()
    for wrong, field in WRONG:
        with pytest.raises(Invalid) as refused:
            agreements.save_agreement(actor=cast.actor("lena"), desk_id=cast.it.pk, contract=contract(cast, **wrong))
        assert list(refused.value.fields) == [field]


def test_agents_change_no_agreement(cast, promise):
    with pytest.raises(Denied):
        agreements.save_agreement(actor=cast.actor("jana"), desk_id=cast.it.pk, contract=contract(cast))


def test_documents_are_kept_removed_and_restored(cast, agree):
    row, lena = agree(), cast.actor("lena")
    one = agreements.add_document(actor=lena, agreement=row, filename="../a/contract.pdf", content=b"%PDF-1.7")
    assert one.filename == "contract.pdf"
    agreements.remove_document(actor=lena, document=one)
    assert Document.objects.within(cast.it).get().removed_at is not None
    agreements.restore_document(actor=lena, document=one)
    assert Document.objects.within(cast.it).get().removed_at is None
    with pytest.raises(Invalid):
        agreements.add_document(actor=lena, agreement=row, filename="empty.txt", content=b"")


def test_the_credit_is_that_of_the_band_in_which_the_figure_lies():
    bands = service_credits.typed("99,5 %: 10\n95: 25 %")
    owed = [
        service_credits.credit(Decimal("1234.50"), bands, share)
        for share in (
            None,
            Fraction(1),
            Fraction(995, 1000),
            Fraction(99499, 100_000),
            Fraction(95, 100),
            Fraction(1, 2),
        )
    ]
    assert owed == [0, 0, 0, Decimal("123.45"), Decimal("123.45"), Decimal("308.63")]
    assert service_credits.credit(None, bands, Fraction(1, 2)) is None
    assert service_credits.as_typed(bands) == "99.5: 10\n95: 25"


def test_bands_that_make_no_sense_are_refused():
    for text in ["99.5", "x: 10", "101: 10", "99: 0", "99: 10\n99: 20", "99: 20\n95: 10", "nan: 5"]:
        with pytest.raises(Invalid):
            service_credits.typed(text)
