"""Everything that a requester can get to see: pages, search, the API, files, letters, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deskhand.accounts.models import Person
from deskhand.mail.models import OutboundMail
from deskhand.notify.models import Notification
from deskhand.tickets import links
from deskhand.tickets.models import Attachment, Ticket
from tests.trust.canaries import ASKERS, CANARY, SONG, Day


def seen(day: Day, looking: Sequence[str] = ASKERS) -> Iterator[tuple[str, str]]:
    """Where, and what stands there: the letters of everybody who only asks, and what those who are ``looking`` see."""
    for name in looking:
        yield from _pages(day, name)
        yield from _api(day, name)
    for name in ASKERS:
        yield from _letters(day.cast.people[name])
    yield from _links(day)


def _pages(day: Day, name: str) -> Iterator[tuple[str, str]]:
    client = day.cast.client(name)
    places = [
        "/",
        "/requests/",
        f"/requests/?q={SONG}",
        "/me/",
        "/notifications/",
        "/agent/",
        f"/agent/palette?q={SONG}",
    ]
    for number in day.numbers:
        places += [f"/requests/{number}/", f"/agent/tickets/{number}/", f"/agent/tickets/{number}/conversation"]
        places += [f"/agent/it/live?ticket={number}&since=0"]
    for key, filename in _files():
        places += [f"/files/{key}/{filename}", f"/api/v1/attachments/{key}"]
    for place in places:
        answer = client.get(place, follow=True)
        text = _text(answer)
        yield f"{name} {place}", text


def _api(day: Day, name: str) -> Iterator[tuple[str, str]]:
    client, bearer = day.cast.client(), day.cast.bearer(name)
    places = ["/tickets", f"/search?q={SONG}", "/notifications", "/people", "/macros", "/canned-replies"]
    for number in day.numbers:
        places += [
            f"/tickets/{number}{rest}" for rest in ("", "/messages", "/events", "/followers", "/links", "/merge")
        ]
    for key, _filename in _files():
        places.append(f"/attachments/{key}")
    for place in places:
        answer = client.get(f"/api/v1{place}", headers=bearer)
        text = _text(answer)
        yield f"{name} API {place}", text


def _text(answer: Any) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode())


def _letters(person: Person) -> Iterator[tuple[str, str]]:
    for mail in OutboundMail.objects.beyond_walls("all that went out").filter(to_email=person.email):
        told = [mail.subject, mail.text, mail.html, mail.headers, mail.shown_to, mail.shown_cc, mail.attachments]
        yield f"a letter of the kind {mail.kind} to {person.name}", repr(told)
    for one in Notification.objects.filter(person=person):
        yield f"a notification of {person.name}", repr(one.__dict__)


def _links(day: Day) -> Iterator[tuple[str, str]]:
    stranger = day.cast.client()
    for ticket in Ticket.objects.beyond_walls("their links").filter(number__in=day.numbers):
        address = links.portal_path(ticket, ticket.requester)
        yield f"the link to {ticket.number}", stranger.get(address, follow=True).text


def _files() -> list[tuple[str, str]]:
    every = Attachment.objects.beyond_walls("all that there is").filter(filename__startswith=CANARY)
    return list(every.values_list("key", "filename"))
