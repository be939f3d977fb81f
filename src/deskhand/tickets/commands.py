"""Commands of the palette: places to go, things to do. Core features and modules put them into one slot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.tickets.models import Ticket

ON_TICKET, GO, DO = "ticket", "go", "do"
GROUPS: Mapping[str, Promise] = {ON_TICKET: _("On this ticket"), GO: _("Go to"), DO: _("Do")}
"""Groups of commands, in their order."""


@dataclass(frozen=True)
class Command:
    """One line of the palette. ``key`` is its lasting name, by which the browser remembers how often it was used.

    What it does is one of: ``url`` opens a page; ``post`` sends ``fields`` there (``leaves`` if the answer is another
    page); ``press`` acts on the control of the page that has this key; ``act`` names something that the page itself
    can do. ``also`` are more words that find it; its English words always do.
    """

    key: str
    group: str
    words: str | Promise
    icon: str
    url: str = ""
    post: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    leaves: bool = False
    press: str = ""
    act: str = ""
    also: str | Promise = ""
    detail: str | Promise = ""
    hint: str = ""


@dataclass(frozen=True)
class Where:
    """Where somebody stands who asks for commands: on a desk (None: they serve none), perhaps at a ticket of it."""

    actor: Actor
    desk: Desk | None
    ticket: Ticket | None = None

    def may(self, permission: str) -> bool:
        """Whether the actor may do this on the desk."""
        return self.actor.may(permission, self.desk.pk if self.desk else None)


Offer = Callable[[Where], Iterable[Command]]
"""What fills the slot ``palette_command``: only commands that the actor may carry out there."""


def offered(where: Where) -> Iterator[Command]:
    """Every command that somebody has there."""
    for offer in slots.items("palette_command", desk_id=where.desk.pk if where.desk else None):
        yield from offer(where)


def as_json(command: Command) -> dict[str, Any]:
    """A command as the browser takes it, in the reader's language and with its English words."""
    with translation.override("en"):
        english = f"{command.words} {command.also}"
    shown = {
        "key": command.key,
        "group": command.group,
        "words": str(command.words),
        "also": f"{command.also} {english}".strip(),
        "detail": str(command.detail),
        "icon": command.icon,
    }
    rest: dict[str, Any] = {"url": command.url, "post": command.post, "press": command.press, "act": command.act}
    rest |= {"hint": command.hint, "fields": dict(command.fields), "leaves": command.leaves}
    return shown | {name: value for name, value in rest.items() if value}
