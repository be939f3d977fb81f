"""Drafts that colleagues read and take over, and drafts that are written in two places at once."""

from __future__ import annotations

import pytest

from deskhand.kernel.errors import Conflict, NotFound
from deskhand.notify.models import Notification
from deskhand.tickets import actions
from deskhand.tickets.actions.drafts import OtherText
from deskhand.tickets.models import Draft

pytestmark = pytest.mark.django_db


def write(cast, ticket, name="jana", html="<p>Half a sentence</p>", **more):
    return actions.save_draft(actor=cast.actor(name), ticket=ticket, kind="reply", html=html, **more)


def page(cast, name, ticket):
    return cast.client(name).get(f"/agent/tickets/{ticket.number}/").text


def post_draft(cast, ticket, name="jana", **posted):
    body = {"kind": "reply", "body": "<p>Mine</p>", "body_format": "html", **posted}
    return cast.client(name).post(f"/agent/tickets/{ticket.number}/draft", body)


def test_a_draft_is_its_authors_alone_until_it_is_shared(cast):
    ticket = cast.ticket()
    write(cast, ticket)
    assert "Half a sentence" not in page(cast, "ben", ticket)
    post_draft(cast, ticket, shared="yes")
    shown = page(cast, "ben", ticket)
    assert "Draft of Jana Vogt" in shown and "Take over" in shown
    assert "Take over" not in page(cast, "arno", ticket)
    post_draft(cast, ticket, shared="no")
    assert "Draft of Jana Vogt" not in page(cast, "ben", ticket)


def test_the_requester_never_sees_it(cast):
    ticket = cast.ticket()
    write(cast, ticket, is_shared=True)
    assert "Half a sentence" not in cast.client("mara").get(f"/requests/{ticket.number}/").text


def test_who_takes_it_over_has_it_with_its_files_and_the_first_is_told(cast):
    ticket = cast.ticket()
    file = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="steps.txt", content=b"1")
    draft = write(cast, ticket, is_shared=True, attachments=[file], cc=["huimin@kestrel.example"])
    assert cast.client("ben").get(f"/files/{file.key}/steps.txt").status_code == 200
    address = f"/agent/tickets/{ticket.number}/drafts/{draft.pk}/take"
    came = cast.client("ben").post(address, headers={"Accept": "application/json"}).json()
    assert "Half a sentence" in came["html"] and came["files"][0]["id"] == file.pk
    assert came["cc"] == ["huimin@kestrel.example"]
    cast.work()
    assert Notification.objects.get(kind="draft_taken").person_id == cast.jana.pk
    assert "Half a sentence" in page(cast, "ben", ticket)
    body = {"kind": "reply", "body": "<p>Done</p>", "body_format": "html", "attachment": str(file.pk)}
    cast.client("ben").post(f"/agent/tickets/{ticket.number}/send", body)
    assert ticket.messages.last().attachments.count() == 1


def test_what_the_taker_had_begun_stands_after_it(cast):
    ticket = cast.ticket()
    draft = write(cast, ticket, is_shared=True)
    write(cast, ticket, "ben", "<p>My own words</p>")
    taken = actions.take_draft(actor=cast.actor("ben"), ticket=ticket, draft=draft.pk)
    assert taken.html.index("Half a sentence") < taken.html.index("My own words")
    assert Draft.objects.within(cast.it).count() == 1


def test_what_its_first_author_writes_on_is_a_draft_of_their_own(cast):
    ticket = cast.ticket()
    draft = write(cast, ticket, is_shared=True)
    actions.take_draft(actor=cast.actor("ben"), ticket=ticket, draft=draft.pk)
    saved = post_draft(cast, ticket, body="<p>Half a sentence and more</p>", revision=str(draft.revision))
    assert saved.status_code == 200 and Draft.objects.within(cast.it).count() == 2
    own = Draft.objects.within(cast.it).get(person=cast.jana)
    assert "and more" in own.html and "and more" not in Draft.objects.within(cast.it).get(person=cast.ben).html


def test_nobody_takes_what_is_not_shared_or_their_own_or_on_another_desk(cast):
    ticket = cast.ticket()
    draft = write(cast, ticket)
    with pytest.raises(NotFound):
        actions.take_draft(actor=cast.actor("ben"), ticket=ticket, draft=draft.pk)
    with pytest.raises(Conflict):
        actions.take_draft(actor=cast.actor("jana"), ticket=ticket, draft=draft.pk)
    write(cast, ticket, is_shared=True)
    with pytest.raises(NotFound):
        actions.take_draft(actor=cast.actor("hanna"), ticket=ticket, draft=draft.pk)


def test_another_window_does_not_overwrite_what_it_has_not_seen(cast):
    ticket = cast.ticket()
    first = post_draft(cast, ticket, body="<p>One</p>", revision="0").json()["revision"]
    second = post_draft(cast, ticket, body="<p>Two</p>", revision=str(first)).json()["revision"]
    refused = post_draft(cast, ticket, body="<p>Three</p>", revision=str(first))
    assert refused.status_code == 409 and "Two" in refused.json()["html"]
    assert refused.json()["revision"] == second
    assert "Two" in Draft.objects.within(cast.it).get().html
    with pytest.raises(OtherText):
        write(cast, ticket, html="<p>Four</p>", revision=first)
    assert post_draft(cast, ticket, body="<p>Two</p>", revision=str(first)).status_code == 200


def test_a_draft_is_not_shared_with_the_desk_that_its_ticket_goes_to(cast):
    ticket = cast.ticket()
    write(cast, ticket, is_shared=True)
    actions.move(actor=cast.actor("jana"), ticket=ticket, to=cast.hr)
    assert "Half a sentence" not in page(cast, "hanna", ticket)


def test_an_open_page_of_a_colleague_hears_that_a_draft_is_shared(cast):
    ticket = cast.ticket()
    client = cast.client("ben")
    asked = f"/agent/it/live?ticket={ticket.number}&since="
    before = client.get(asked).json()["version"]
    write(cast, ticket, is_shared=True)
    assert client.get(asked + before).json()["version"] != before
