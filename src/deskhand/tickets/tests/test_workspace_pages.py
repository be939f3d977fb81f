"""The other pages of the workspace: a new ticket, people, files, figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.accounts.models import Organization, Person
from deskhand.kernel import clock
from deskhand.tickets import actions, overview
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Attachment, Ticket
from tests.cast import Cast

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def entered(cast: Cast, **fields: object) -> tuple[int, Ticket | None]:
    posted = {
        "requester": "mara@kestrel.example", "channel": "phone", "subject": "Printer jams", "body": "Since today.",
        "kind": "incident", "priority": "normal", "first": "requester", **fields,
    }  # fmt: skip
    response = cast.client("jana").post("/agent/it/new/", posted)
    return response.status_code, Ticket.objects.within(cast.it).order_by("-id").first()


def test_a_phone_call_becomes_a_ticket_for_the_person_who_called(cast: Cast):
    status, ticket = entered(cast, tags="printing, floor 4", assignee=cast.ben.pk, team=cast.service_desk.pk)
    assert status == 302
    assert ticket is not None
    assert (ticket.requester, ticket.channel, ticket.assignee, ticket.team) == (
        cast.mara,
        "phone",
        cast.ben,
        cast.service_desk,
    )
    assert sorted(ticket.tags.values_list("name", flat=True)) == ["floor-4", "printing"]
    assert ticket.messages.get().author == cast.mara


def test_somebody_new_is_made_from_an_address_or_from_a_name(cast: Cast):
    _status, ticket = entered(cast, requester="new.person@kestrel.example")
    assert ticket is not None
    assert (ticket.requester.email, ticket.requester.organization.name) == (
        "new.person@kestrel.example",
        "Kestrel Biotech",
    )
    _status, ticket = entered(cast, requester="Walter without Mail")
    assert ticket is not None
    assert (ticket.requester.name, ticket.requester.email) == ("Walter without Mail", None)


def test_the_first_text_may_be_internal_and_the_ticket_resolved_at_once(cast: Cast):
    _status, ticket = entered(cast, first="log", is_resolved="on", channel="walk_in")
    assert ticket is not None
    assert (ticket.category, ticket.channel, ticket.messages.get().kind) == ("resolved", "walk_in", "log")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"requester": ""}, "Find somebody, or write an address."),
        ({"requester": "half@"}, "Write it as name@example.org."),
        ({"subject": ""}, "This field is required."),
        ({"body": " "}, "Write something first."),
        ({"team": "999999"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(cast: Cast, fields: dict[str, str], words: str):
    before = Ticket.objects.within(cast.it).count()
    posted = {"requester": "mara@kestrel.example", "channel": "phone", "subject": "Kept words", "body": "Kept text",
              "kind": "incident", "priority": "normal", "first": "requester", **fields}  # fmt: skip
    response = cast.client("jana").post("/agent/it/new/", posted)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Kept words" in page or fields.get("subject") == ""
    assert "Kept text" in page or "body" in fields
    assert Ticket.objects.within(cast.it).count() == before


def test_the_people_of_the_desk_are_listed_and_found(cast: Cast):
    cast.ticket()
    cast.ticket("Parental leave", by="oliver", desk="hr")
    page = cast.client("jana").get("/agent/it/people/").content.decode()
    assert "Mara Lindqvist" in page
    assert "Oliver Brandt" not in page
    page = cast.client("jana").get("/agent/it/people/", {"q": "kestrel"}).content.decode()
    assert "Mara Lindqvist" in page
    assert "Ben Okafor" not in page


def test_a_persons_page_shows_their_tickets_of_this_desk_alone(cast: Cast):
    cast.ticket("VPN drops")
    cast.ticket("Parental leave", desk="hr")
    page = cast.client("jana").get(f"/agent/it/people/{cast.mara.pk}/").content.decode()
    assert "VPN drops" in page
    assert "Parental leave" not in page


def test_somebody_whom_the_desk_never_met_has_no_page_here(cast: Cast):
    cast.ticket("Parental leave", by="oliver", desk="hr")
    assert cast.client("jana").get(f"/agent/it/people/{cast.oliver.pk}/").status_code == 404
    assert cast.client("jana").get(f"/agent/it/people/{cast.oliver.pk}/edit/").status_code == 404


def test_staff_change_a_persons_details(cast: Cast):
    cast.ticket()
    client = cast.client("jana")
    posted = {"name": "Mara Lind", "phone": "123", "is_vip": "on"}
    assert client.post(f"/agent/it/people/{cast.mara.pk}/edit/", posted).status_code == 302
    cast.mara.refresh_from_db()
    assert (cast.mara.name, cast.mara.phone, cast.mara.is_vip) == ("Mara Lind", "123", True)
    assert cast.client("arno").post(f"/agent/it/people/{cast.mara.pk}/edit/", posted).status_code == 403


def test_a_new_person_has_a_page_for_who_entered_them_and_an_address_is_taken_once(cast: Cast):
    client = cast.client("jana")
    response = client.post("/agent/it/people/new/", {"name": "Nina Neu", "email": "nina@kestrel.example"})
    nina = Person.objects.get(email="nina@kestrel.example")
    assert nina.organization is not None
    assert client.get(response.headers["Location"]).status_code == 200
    again = client.post("/agent/it/people/new/", {"name": "Nina Neu", "email": "nina@kestrel.example"})
    assert again.status_code == 422
    assert "has the address nina@kestrel.example already" in again.content.decode()


def test_leads_make_organizations_and_agents_do_not(cast: Cast):
    posted = {"name": "Falke GmbH", "domains": "falke.example\nfalke-it.example"}
    assert cast.client("jana").post("/agent/it/organizations/new/", posted).status_code == 403
    assert cast.client("priya").post("/agent/it/organizations/new/", posted).status_code == 302
    made = Organization.objects.get(name="Falke GmbH")
    assert made.domains.count() == 2
    wrong = cast.client("priya").post(
        f"/agent/it/organizations/{made.pk}/edit/", {"name": "Falke GmbH", "domains": "no domain!"}
    )
    assert wrong.status_code == 422


def _got(client, address: str):
    """The answer for a file, read and closed."""
    answer = client.get(address)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.streaming:
        for close in answer._resource_closers:  # Not the answer itself: that would end the test's connection.
            close()
    return answer


def _upload(client, name: str, content: bytes, kind: str):
    return client.post("/agent/it/uploads", {"file": SimpleUploadedFile(name, content, content_type=kind)})


def test_an_uploaded_file_comes_back_as_it_was(cast: Cast):
    client = cast.client("jana")
    response = _upload(client, "vpn client.log", b"one\ntwo", "text/plain")
    assert response.status_code == 201
    uploaded = response.json()
    assert (uploaded["filename"], uploaded["size"], uploaded["is_image"]) == ("vpn client.log", 7, False)
    assert _got(client, uploaded["url"]).body == b"one\ntwo"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("page.html", b"<script>alert(1)</script>", "text/html"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/svg+xml"),
        ("false.png", b"<script>alert(1)</script>", "image/png"),
        ("paper.pdf", b"%PDF-1.4", "application/pdf"),
        ("data.xml", b"<x/>", "application/xml"),
    ],
)
def test_what_a_browser_could_run_is_handed_over_as_a_file(cast: Cast, name: str, content: bytes, kind: str):
    client = cast.client("jana")
    answer = _got(client, _upload(client, name, content, kind).json()["url"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_picture_is_shown_in_place(cast: Cast):
    client = cast.client("jana")
    answer = _got(client, _upload(client, "shot.png", PNG, "image/png").json()["url"])
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_files_follow_the_ticket_through_the_wall(cast: Cast):
    client = cast.client("jana")
    uploaded = _upload(client, "log.txt", b"x", "text/plain").json()
    for name in ("ben", "mara", "hanna", ""):
        assert _got(cast.client(name), uploaded["url"]).status_code == 404
    ticket = cast.ticket()
    file = Attachment.objects.within(cast.it).get(pk=uploaded["id"])
    actions.note(actor=cast.actor("jana"), ticket=ticket, body=plain("see the file"), attachments=[file])
    assert _got(cast.client("ben"), uploaded["url"]).status_code == 200
    for name in ("mara", "hanna", ""):
        assert _got(cast.client(name), uploaded["url"]).status_code == 404
    assert client.delete(uploaded["url"]).status_code == 403


def test_a_file_over_the_limit_is_refused_in_words(cast: Cast, settings):
    settings.DESKHAND = replace(settings.DESKHAND, max_upload=1024 * 1024)
    response = cast.client("jana").post(
        "/agent/it/uploads",
        {"file": SimpleUploadedFile("big.bin", b"x" * (1024 * 1024 + 1))},
        headers={"Accept": "application/json"},
    )
    assert response.status_code == 413
    assert "at most 1 MB" in response.json()["detail"]


def test_the_figures_of_the_desk_add_up(cast: Cast):
    noon, jana = clock.now().replace(hour=12), cast.actor("jana")
    with clock.frozen(noon - timedelta(days=3)):
        old, gone, spam = cast.ticket("Old"), cast.ticket("Gone"), cast.ticket("Spam", by="oliver")
    with clock.frozen(noon - timedelta(days=1)):
        actions.set_status(actor=jana, ticket=gone, to=cast.status("resolved"))
        actions.assign(actor=jana, ticket=old, to=cast.ben)
        actions.mark_spam(actor=jana, ticket=spam)
    with clock.frozen(noon):
        cast.ticket("New", team=cast.network)
        cast.ticket("Parental leave", desk="hr")
        figures = overview.overview(cast.it.pk, 14)
    assert len(figures.days) == 14
    assert [(one.opened, one.resolved, one.open) for one in figures.days[-4:]] == [
        (2, 0, 2),
        (0, 0, 2),
        (0, 1, 1),
        (1, 0, 2),
    ]
    assert (figures.opened, figures.resolved, figures.open) == (3, 1, 2)
    assert [(one.name, one.open) for one in figures.teams] == [("Network & Access", 1), ("", 1)]
    assert [(one.name, one.open, one.resolved) for one in figures.agents] == [("Ben Okafor", 1, 0), ("", 1, 1)]


def test_the_overview_links_to_its_records(cast: Cast):
    cast.ticket("VPN drops")
    page = cast.client("jana").get("/agent/it/overview/?days=30").content.decode()
    link = re.search(r'href="(/agent/it/tickets/\?q=created%3A\d{4}[^"]+)"', page)
    assert link is not None
    assert "VPN drops" in cast.client("jana").get(link[1]).content.decode()


@pytest.mark.parametrize("days", ["", "7", "x", "-1", "999999999999"])
def test_an_overview_of_other_days_falls_back_to_the_shortest(cast: Cast, days: str):
    assert "14 days" in cast.client("arno").get(f"/agent/it/overview/?days={days}").content.decode()


@pytest.mark.parametrize("highest", [0, 1, 3, 4, 5, 9, 10, 41, 100, 999, 12345])
def test_the_scale_of_a_chart_is_round_and_holds_the_highest(highest: int):
    top, lines = overview.scale(highest)
    assert top >= highest
    assert top > 0
    assert len(lines) <= overview.GRID_LINES + 2
