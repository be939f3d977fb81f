"""Overview, waivers, reviews and agreements in the workspace."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ImageFile

from deskhand.accounts.models import Organization
from deskhand.kernel import clock, switches
from deskhand.modules.sla import review_pdf
from deskhand.modules.sla.actions import agreements, waivers
from deskhand.modules.sla.models import Agreement, Review, Waiver
from deskhand.modules.sla.service_credits import Band
from deskhand.modules.sla.tests.conftest import clocks, target

pytestmark = pytest.mark.django_db

ROOT = "/agent/it/service-levels"
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def hour(n, day=2):
    return clock.frozen(datetime(2026, 3, day, n, tzinfo=UTC))


@pytest.fixture
def kestrel(cast, promise):
    """An agreement with Kestrel: of three promises in March two were kept, the third is late."""
    with hour(8):
        cast.ticket("The desk knows them")
        policy = promise(target("first_response", any=4))
        [only] = Organization.objects.filter(name="Kestrel Biotech")
        said = agreements.Contract(
            level="sla",
            name="Kestrel 2026",
            organization=only,
            starts_on=date(2026, 1, 1),
            fee=Decimal("1000"),
            currency="EUR",
            bands=[Band(Decimal("99.5"), Decimal("10")), Band(Decimal("60"), Decimal("25"))],
        )
        row = agreements.save_agreement(actor=cast.actor("lena"), desk_id=cast.it.pk, contract=said)
        agreements.choose_policies(actor=cast.actor("lena"), agreement=row, policy_ids=[policy.pk])
        cast.work()
    with hour(9, 3):
        tickets = [cast.ticket("=cmd|' /C calc'!A0"), cast.ticket("Two"), cast.ticket("Three")]
        cast.reply(tickets[1])
        cast.reply(tickets[2])
    with hour(15, 3):
        cast.reply(tickets[0])
    return only, row, tickets[0]


def test_an_agent_asks_a_lead_decides_and_takes_it_back(cast, kestrel):
    _organization, _row, ticket = kestrel
    page = f"/agent/tickets/{ticket.number}/service-levels/waivers/"
    jana, priya = cast.client("jana"), cast.client("priya")
    [row] = clocks(ticket)
    refused = jana.post(page, {"clock": row.pk, "reason": " "})
    assert refused.status_code == 422
    assert jana.post(page, {"clock": row.pk, "reason": "Their line was down"}).status_code == 302
    assert "Their line was down" in priya.get(page).text
    waiver = Waiver.objects.within(cast.it).get()
    mine, theirs = jana.get(f"{ROOT}/waivers/").text, priya.get(f"{ROOT}/waivers/").text
    assert f"{ROOT}/waivers/{waiver.pk}/withdraw/" in mine and "/confirm/" not in mine
    assert f"{ROOT}/waivers/{waiver.pk}/confirm/" in theirs
    priya.post(f"{ROOT}/waivers/{waiver.pk}/confirm/", {"answer": "Yes"})
    waiver.refresh_from_db()
    assert (waiver.state, waiver.answer) == ("confirmed", "Yes")
    assert jana.post(f"{ROOT}/waivers/{waiver.pk}/reopen/").status_code == 302
    waiver.refresh_from_db()
    assert waiver.state == "confirmed"  # Whoever asked takes nothing back.
    priya.post(f"{ROOT}/waivers/{waiver.pk}/reopen/")
    waiver.refresh_from_db()
    assert waiver.state == "asked"
    history = priya.get(f"/agent/tickets/{ticket.number}/").text
    assert "waived a promise that was not kept" in history and "Their line was down" not in history


def test_the_overview_tells_how_the_desk_stands(cast, kestrel):
    with hour(12, 20):
        cast.ticket("Nobody has answered")
    with hour(18, 20):
        text = cast.client("jana").get(f"{ROOT}/").text
    assert "Nobody has answered" in text
    assert "66.6 %" in text  # Two of three, cut and not rounded up.
    assert "/service-levels/reviews/" not in text  # Fees are not for agents.


def test_the_overview_of_a_desk_that_promises_nothing_says_so_and_leads_to_its_policies(cast):
    switches.switch("sla", cast.it.pk, True)
    lena, jana = (cast.client(name).get(f"{ROOT}/").text for name in ("lena", "jana"))
    for text in (lena, jana):
        assert "Nothing is promised yet" in text and "is done in time" not in text
    assert "/agent/settings/it/service-levels/" in lena.partition("Nothing is promised yet")[2]


def test_the_review_of_a_month_is_the_same_on_the_page_and_in_its_files(cast, kestrel):
    organization, _row, ticket = kestrel
    [row] = clocks(ticket)
    address = f"{ROOT}/reviews/{organization.pk}"
    with clock.frozen(NOON):
        waivers.ask_waiver(actor=cast.actor("jana"), row=row, reason="@SUM(1)")
        priya = cast.client("priya")
        listed = priya.get(f"{ROOT}/reviews/?month=2026-03").text
        page = priya.get(f"{address}/?month=2026-03").text
        found = json.loads(priya.get(f"{address}/review.json?month=2026-03").content)
        lines = priya.get(f"{address}/review.csv?month=2026-03").text
        empty = priya.get(f"{address}/?month=2025-01")
    assert "Kestrel Biotech" in listed and "66.6 %" in listed
    assert "66.6 %" in page and "100.00 EUR" in page and "@SUM(1)" in page
    assert (found["figures"]["met"], found["figures"]["missed"], found["figures"]["compliance"]) == (2, 1, 0.6667)
    assert found["credits"][0] | {"percent": "10", "amount": "100.00"} == found["credits"][0]
    assert found["missed"][-1]["late_seconds"] == 2 * 3600
    assert "'=cmd" in lines and "'@SUM" in lines and "\n=" not in lines
    assert empty.status_code == 200 and "Nothing was missed" in empty.text


def test_a_review_that_could_not_be_written_says_why_and_can_be_tried_again(cast, kestrel, monkeypatch):
    organization, _row, _ticket = kestrel
    address, priya = f"{ROOT}/reviews/{organization.pk}", cast.client("priya")

    def missing(*_args):
        raise review_pdf.Unwritable("Pango is missing on this machine: libpango")

    with clock.frozen(NOON):
        with monkeypatch.context() as broken:
            broken.setattr(review_pdf, "rendered", missing)
            priya.post(f"{address}/ask/", {"month": "2026-03"})
            cast.work()
        for shown in (priya.get(f"{address}/?month=2026-03").text, priya.get(f"{address}/file/?month=2026-03").text):
            assert "could not be written: the library Pango is missing" in shown and "Try again" in shown
            assert "review-file" in shown and "hx-trigger" not in shown.partition('id="review-file"')[2][:200]
        priya.post(f"{address}/ask/", {"month": "2026-03"})
        assert "being written" in priya.get(f"{address}/file/?month=2026-03").text
    with clock.frozen(NOON + timedelta(minutes=3)):
        shown = priya.get(f"{address}/file/?month=2026-03").text
        assert "perhaps no worker is running" in shown and "Try again" in shown and "every 1s" in shown
        cast.work()
        assert "The PDF is ready" in priya.get(f"{address}/file/?month=2026-03").text
    assert cast.client("jana").get(f"{address}/file/?month=2026-03").status_code == 403


def test_the_review_is_written_as_a_pdf_in_the_background(cast, kestrel):
    organization, _row, _ticket = kestrel
    address = f"{ROOT}/reviews/{organization.pk}"
    lena = cast.client("lena")
    with clock.frozen(NOON):
        assert lena.get(f"{address}/review.pdf?month=2026-03").status_code == 404
        lena.post(f"{address}/ask/", {"month": "2026-03"})
        part = f"{address}/file/?month=2026-03"
        for shown in (lena.get(f"{address}/?month=2026-03").text, lena.get(part).text):
            assert "being written" in shown and f'hx-get="{part}" hx-trigger="every 1s"' in shown
            assert "Look again" in shown and "Write the PDF" not in shown
        cast.work()
        shown = lena.get(part).text
        assert "The PDF is ready" in shown and "review.pdf?month=2026-03" in shown and "hx-get" not in shown
        assert "<html" not in shown
        assert Review.objects.within(cast.it).get().state == "ready"
        answer = lena.get(f"{address}/review.pdf?month=2026-03")
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES, "torn pictures would be taken from now on"


def test_agents_and_other_desks_read_no_contracts(cast, kestrel):
    organization, row, _ticket = kestrel
    for address in (f"{ROOT}/agreements/{row.pk}/", f"{ROOT}/reviews/{organization.pk}/", f"{ROOT}/agreements/"):
        assert cast.client("jana").get(address).status_code == 403
        assert cast.client("hanna").get(address).status_code == 404
        assert cast.client("arno").get(address).status_code == 200
    assert cast.client("arno").post(f"{ROOT}/agreements/{row.pk}/put-away/").status_code == 403


def test_an_administrator_keeps_agreements_and_their_documents(cast, kestrel):
    organization, _row, _ticket = kestrel
    lena = cast.client("lena")
    wrong = lena.post(
        f"{ROOT}/agreements/new/", {"level": "sla", "name": "Next", "starts_on": "2026-05-01", "bands": "x"}
    )
    assert wrong.status_code == 422 and "one band a line" in wrong.text
    typed = {"level": "sla", "name": "Next", "starts_on": "2026-05-01", "organization": organization.pk}
    made = lena.post(f"{ROOT}/agreements/new/", typed | {"fee": "12.50", "currency": "eur", "bands": "99: 5"})
    row = Agreement.objects.within(cast.it).get(name="Next")
    assert made.status_code == 302 and (row.currency, row.bands) == ("EUR", [{"below": "99", "percent": "5"}])
    here = f"{ROOT}/agreements/{row.pk}/"
    lena.post(f"{here}documents/", {"file": SimpleUploadedFile("x.html", b"<script>alert(1)</script>")})
    file = row.documents.get()
    answer = lena.get(f"{ROOT}/contract-documents/{file.pk}/")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert (
        answer["Content-Disposition"].startswith("attachment") and answer["Content-Type"] == "application/octet-stream"
    )
    lena.post(f"{ROOT}/contract-documents/{file.pk}/remove/")
    assert "was removed" in lena.get(here).text
    lena.post(f"{ROOT}/contract-documents/{file.pk}/restore/")
    taken = lena.post(f"{here}policies/", {"policies": [one.pk for one in kestrel[1].policies.all()]})
    assert taken.status_code == 422
    lena.post(f"{here}put-away/")
    row.refresh_from_db()
    assert row.put_away_at is not None
