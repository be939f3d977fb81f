"""The bulk writer leaves the same rows as the actions do, whatever the story."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.forms import model_to_dict

from deskhand.accounts.actions import save_location
from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.actions.write_history import write_history
from deskhand.tickets.bodies import Body, composed
from deskhand.tickets.models import Ticket
from deskhand.tickets.past import PastChange, PastFile, PastMessage, PastTicket

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OWN = {"id", "number", "ticket", "message", "message_id", "key", "tag", "inbound_id"}
"""Fields that are a row's own, and so differ between two tickets with one story."""


def at(minutes: int) -> Any:
    return clock.frozen(START + timedelta(minutes=minutes))


def told_by_actions(cast) -> Ticket:
    """A ticket with a bit of everything, as people would have done it."""
    jana, priya = cast.actor("jana"), cast.actor("priya")
    with at(0):
        ticket = cast.ticket("Scanner writes empty files", team=cast.service_desk, tags=["printing"], service=cast.vpn)
    with at(10):
        actions.assign(actor=jana, ticket=ticket, to=cast.jana)
    with at(20):
        cast.reply(ticket, html="<p>Since when?</p>")
    with at(30):
        actions.set_status(actor=jana, ticket=ticket, to=cast.status("on_hold"))
    with at(40):
        cast.writes(ticket, html="<p>Since Monday.</p>")
    with at(50):
        actions.change_priority(actor=jana, ticket=ticket, to=3, reason="two halls")
        actions.tag(actor=jana, ticket=ticket, add=["hardware"])
        actions.change_location(actor=jana, ticket=ticket, to=cast.hamburg)
    with at(60):
        cast.note(ticket, by="jana", html="<p>Firmware 5.2</p>")
    with at(70):
        cast.reply(ticket, html="<p>Fixed.</p>")
        actions.set_status(actor=jana, ticket=ticket, to=cast.status("resolved"))
    with at(80):
        cast.writes(ticket, html="<p>Empty again.</p>")
    with at(90):
        actions.assign(actor=priya, ticket=ticket, to=cast.priya)
    ticket.refresh_from_db()
    return ticket


def told_in_bulk(cast) -> Ticket:
    """The same story, told to the bulk writer."""

    def wrote(minutes: int, who: str, side: str, html: str, kind: str = "reply", channel: str = "web") -> PastMessage:
        body = composed(html)
        return PastMessage(START + timedelta(minutes=minutes), cast.people[who], side, kind, channel, body)

    def changed(minutes: int, who: str, field: str, old: Any, new: Any, reason: str = "") -> PastChange:
        return PastChange(START + timedelta(minutes=minutes), cast.people[who].pk, field, old, new, reason)

    entries: list[PastMessage | PastChange] = [
        wrote(0, "mara", "requester", "<p>Scanner writes empty files, since this morning.</p>", channel="portal"),
        changed(10, "jana", "assignee", None, cast.jana.pk),
        changed(10, "jana", "status", "new", "open"),
        wrote(20, "jana", "agent", "<p>Since when?</p>"),
        changed(30, "jana", "status", "open", "on_hold"),
        wrote(40, "mara", "requester", "<p>Since Monday.</p>", channel="portal"),
        changed(40, "mara", "status", "on_hold", "open"),
        changed(50, "jana", "priority", 2, 3, "two halls"),
        changed(50, "jana", "tag", "", "hardware"),
        changed(50, "jana", "location", None, cast.hamburg.pk),
        wrote(60, "jana", "agent", "<p>Firmware 5.2</p>", kind="note"),
        wrote(70, "jana", "agent", "<p>Fixed.</p>"),
        changed(70, "jana", "status", "open", "resolved"),
        wrote(80, "mara", "requester", "<p>Empty again.</p>", channel="portal"),
        changed(80, "mara", "status", "resolved", "open"),
        changed(90, "priya", "assignee", cast.jana.pk, cast.priya.pk),
    ]
    past = PastTicket(
        number=5000,
        subject="Scanner writes empty files",
        kind="incident",
        requester=cast.mara,
        channel="portal",
        opening_status="new",
        opening_assignee=None,
        opening_team=cast.service_desk.pk,
        opening_priority=2,
        opening_tags=["printing"],
        entries=entries,
        service=cast.vpn,
    )
    (ticket,) = write_history(desk=cast.it, tickets=[past])
    ticket.refresh_from_db()
    return ticket


def plain(row: Any) -> dict[str, Any]:
    values = {**model_to_dict(row), **{f.attname: f.value_from_object(row) for f in row._meta.concrete_fields}}
    return {name: value for name, value in values.items() if name not in OWN and name.removesuffix("_id") not in OWN}


def history(ticket: Ticket) -> list[tuple[Any, ...]]:
    told = []
    for event in Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("id"):
        values = {k: v for k, v in event.values.items() if k not in ("ticket", "message", "because")}
        told.append((event.code, event.at, event.actor_id, event.reason, values))
    return told


def test_a_past_that_is_told_in_bulk_leaves_what_the_actions_leave(cast):
    cast.vpn = actions.save_service(actor=cast.actor("lena"), desk=cast.it, name="VPN")
    cast.hamburg = save_location(actor=cast.actor("lena"), desk=cast.it, name="Hamburg")
    done, told = told_by_actions(cast), told_in_bulk(cast)
    assert plain(told) | {"tags": None} == plain(done) | {"tags": None}
    assert sorted(told.tags.values_list("name")) == sorted(done.tags.values_list("name"))
    for mine, theirs in zip(told.messages.all(), done.messages.all(), strict=True):
        assert plain(mine) | {"shown_to": 0} == plain(theirs) | {"shown_to": 0}
    assert history(told) == history(done)


def test_a_past_with_files_followers_spam_and_bin_is_whole(cast):
    picture = PastFile("screen.png", "image/png", blobs.store(b"not really a picture"), cid="screen@x")
    body = Body('<p>See <img src="cid:screen@x"></p>', "See")
    first = PastMessage(START, cast.mara, "requester", "reply", "mail", body, [picture], [cast.huimin])
    past = PastTicket(
        number=6000,
        subject="Picture",
        kind="question",
        requester=cast.mara,
        channel="mail",
        opening_status="new",
        opening_assignee=None,
        opening_team=None,
        opening_priority=2,
        opening_tags=[],
        entries=[first],
        followers=[cast.huimin, cast.mara],
        deleted_at=START + timedelta(hours=1),
    )
    (ticket,) = write_history(desk=cast.it, tickets=[past])
    message = ticket.messages.get()
    file = message.attachments.get()
    assert f"/files/{file.key}/" in message.html and "cid:" not in message.html
    assert [one.person for one in ticket.followers.all()] == [cast.huimin]
    assert [code for code, *_ in history(ticket)] == ["ticket.created", "ticket.follower_added", "ticket.deleted"]
    restored = actions.restore(actor=cast.actor("jana"), ticket=ticket)
    assert restored.deleted_at is None


def test_answers_of_the_past_count_as_sent_and_nobody_is_written_to(cast):
    from deskhand.mail.models import OutboundMail

    first = PastMessage(START, cast.mara, "requester", "reply", "mail", composed("<p>Help</p>"))
    answer = PastMessage(START + timedelta(hours=1), cast.jana, "agent", "reply", "web", composed("<p>Here</p>"))
    past = PastTicket(
        number=7000,
        subject="Help",
        kind="question",
        requester=cast.mara,
        channel="mail",
        opening_status="open",
        opening_assignee=cast.jana.pk,
        opening_team=None,
        opening_priority=2,
        opening_tags=[],
        entries=[first, answer],
    )
    cast.work()
    write_history(desk=cast.it, tickets=[past], sender="it@eberfeld.example")
    (letter,) = OutboundMail.objects.within(cast.it)
    assert (letter.state, letter.to_email) == ("sent", "mara@kestrel.example")
    assert cast.work() == 0
