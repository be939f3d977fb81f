"""What an article begins with that is written from a ticket: its subject, the requester's first words, the last public
answer, all with personal words masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy, override

from deskhand.modules.knowledge import masking, rich, suggesting
from deskhand.modules.knowledge.models.article import TITLE_LIMIT
from deskhand.modules.knowledge.words import Words
from deskhand.tickets.models import Message, MessageKind, Ticket

READ = 100_000
"""Characters of a message that an article begins with; longer ones are cut."""

AUTHORS = 50
"""Names of authors of a ticket that are masked."""

_MARKS = {
    "name": gettext_lazy("[name]"),
    "address": gettext_lazy("[address]"),
    "phone": gettext_lazy("[telephone number]"),
    "number": gettext_lazy("[number]"),
    "ip": gettext_lazy("[IP address]"),
    "link": gettext_lazy("[link]"),
    "secret": gettext_lazy("[password]"),
}


@dataclass(frozen=True)
class Begun:
    """What the form shows first. ``marks`` are those that stand in it."""

    words: Words
    language: str
    marks: tuple[str, ...]


def begun(ticket: Ticket) -> Begun:
    """What an article about this ticket begins with, in the requester's language. Give a ticket that the actor serves.
    Only public messages are read."""
    language = suggesting.language_of(ticket).partition("-")[0]
    language = language if language in dict(settings.LANGUAGES) else ticket.desk.language
    messages = Message.objects.within(ticket.desk_id).filter(ticket=ticket, kind=MessageKind.REPLY)
    first = messages.filter(side="requester").order_by("created_at", "pk").first()
    last = messages.filter(side="agent").order_by("-created_at", "-pk").first()
    marks = _marks(language)
    known, whole = _known(ticket), _whole(ticket)

    def mask(text: str) -> str:
        return masking.masked(text, known, marks, whole=whole)

    words = Words(
        title=mask(ticket.subject)[:TITLE_LIMIT],
        issue=_part(first, mask),
        resolution=_part(last, mask),
    )
    said = f"{words.title} {words.issue} {words.resolution}"
    return Begun(words, language, tuple(mark for mark in marks.values() if mark in said))


def _part(message: Message | None, mask: masking.Mark) -> str:
    return masking.masked_html(rich.cleaned(message.html[:READ]), mask) if message else ""


def _marks(language: str) -> Mapping[str, str]:
    with override(language):
        return {kind: gettext(str(words)) for kind, words in _MARKS.items()}


def _known(ticket: Ticket) -> set[str]:
    """Names of people around the ticket: who asked, who is affected, who wrote, who follows, and their logins."""
    wrote = Message.objects.within(ticket.desk_id).filter(ticket=ticket).order_by()
    names = set(wrote.values_list("author_name", flat=True).distinct()[:AUTHORS])
    people = list(ticket.followers.values_list("person__name", "person__email"))
    people += [(one.name, one.email) for one in (ticket.requester, ticket.affected, ticket.assignee) if one]
    names |= {name for name, _email in people}
    return names | set(_logins(people)) - {""}


def _logins(people: Iterable[tuple[str, str | None]]) -> Iterable[str]:
    """What stands before the sign in an address, if it is made of its owner's name: it often is their login, too."""
    for name, email in people:
        login = (email or "").partition("@")[0]
        parts = [part.casefold() for part in name.split() if len(part) >= masking.SHORTEST_NAME]
        if any(part in login.casefold() for part in parts):
            yield login


def _whole(ticket: Ticket) -> set[str]:
    """What is masked as a whole: its number, and the name of the organization."""
    return {str(ticket.number), ticket.organization.name if ticket.organization else ""} - {""}
