"""Commands at the top of an agent's letter: ``#status resolved``, ``#assign me``, ``#priority high``, ``#tag vpn``,
``#untag vpn`` and ``#note``, which makes the rest an internal note. They call the actions that the workspace calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError
from deskhand.kernel.words import fold
from deskhand.mail.quotes import split_signature
from deskhand.tickets.actions import assign, change_priority, set_status, tag
from deskhand.tickets.models import Category, Priority, Status, Ticket

NOTE = "note"
NOBODY = "nobody"
COMMANDS_LIMIT = 20
"""Lines that are read as commands; more are none that somebody wrote by hand."""

_LINE = re.compile(r"#([a-z]{1,20})(?:\s*[:\s]\s*(.*))?", re.IGNORECASE | re.ASCII)


class LineRefused(Exception):
    """A line that cannot be carried out, and why in words."""

    def __init__(self, line: str, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


@dataclass(frozen=True)
class Command:
    """One line: the word behind the ``#`` in small letters, and what follows it."""

    line: str
    word: str
    value: str

    @property
    def is_known(self) -> bool:
        return self.word == NOTE or self.word in _VERBS


@dataclass(frozen=True)
class Read:
    """The commands at the top of a text, the words below them, and whether those say more than a signature."""

    commands: Sequence[Command] = ()
    rest: str = ""
    says_something: bool = True

    @property
    def is_note(self) -> bool:
        return any(one.word == NOTE for one in self.commands)

    @property
    def are_known(self) -> bool:
        return any(one.is_known for one in self.commands)


def read(text: str) -> Read:
    """The lines at the top of a letter's newest text that begin with ``#`` and a word, blank lines between or not."""
    lines = text.strip().splitlines()
    found: list[Command] = []
    below = 0
    for at, line in enumerate(lines):
        match = _LINE.fullmatch(line.strip())
        if match and len(found) < COMMANDS_LIMIT:
            found.append(Command(line.strip()[:200], match[1].lower(), (match[2] or "").strip()))
            below = at + 1
        elif line.strip():
            break
    rest = "\n".join(lines[below:]).strip()
    words = split_signature(text.strip())[0].strip().splitlines()
    return Read(found, rest, bool("\n".join(words[below:]).strip()))


def check(commands: Sequence[Command]) -> None:
    """Raise LineRefused for the first line that is no command."""
    for one in commands:
        if not one.is_known:
            known = ", ".join(f"#{word}" for word in (*_VERBS, NOTE))
            why = _("There is no command “#%(word)s”. There are: %(known)s.")
            raise LineRefused(one.line, why % {"word": one.word, "known": known})


def carry_out(actor: Actor, ticket: Ticket, commands: Sequence[Command]) -> None:
    """Do what the lines say, in their order. Raises LineRefused for the first that cannot be done."""
    for one in commands:
        if one.word == NOTE:
            continue
        try:
            _VERBS[one.word](actor, ticket, one.value)
        except DeskhandError as refusal:
            raise LineRefused(one.line, str(refusal)) from refusal
        except ValueError as wrong:
            raise LineRefused(one.line, str(wrong)) from wrong


def _status(actor: Actor, ticket: Ticket, value: str) -> None:
    known: list[Status] = list(Status.objects.within(ticket.desk_id).active().order_by("-is_default", "position"))
    word = fold(value)
    for name_of in (lambda one: one.key, lambda one: fold(one.label), lambda one: one.category):
        found = next((one for one in known if word and name_of(one) == word), None)
        if found is not None:
            set_status(actor=actor, ticket=ticket, to=found)
            return
    words = dict.fromkeys([*(one.key for one in known), *Category.values])
    raise ValueError(_("One of: %(words)s.") % {"words": ", ".join(words)})


def _assign(actor: Actor, ticket: Ticket, value: str) -> None:
    word = value.strip("<>").lower()
    if word == NOBODY:
        assign(actor=actor, ticket=ticket, to=None)
        return
    person = addresses.owner_of(actor.email if word == "me" else word)
    if person is None:
        raise ValueError(_("Nobody with the address %(email)s serves this desk.") % {"email": value or "?"})
    assign(actor=actor, ticket=ticket, to=person)


def _priority(actor: Actor, ticket: Ticket, value: str) -> None:
    try:
        priority = Priority.of(value)
    except KeyError:
        raise ValueError(_("One of: %(words)s.") % {"words": ", ".join(one.word for one in Priority)}) from None
    change_priority(actor=actor, ticket=ticket, to=priority)


def _tag(actor: Actor, ticket: Ticket, value: str) -> None:
    tag(actor=actor, ticket=ticket, add=_names(value))


def _untag(actor: Actor, ticket: Ticket, value: str) -> None:
    tag(actor=actor, ticket=ticket, remove=_names(value))


def _names(value: str) -> list[str]:
    names = [one for one in re.split(r"[\s,;]+", value) if one]
    if not names:
        raise ValueError(_("Say which tag, as in “#tag vpn”."))
    return names


_VERBS: Mapping[str, Callable[[Actor, Ticket, str], None]] = {
    "status": _status,
    "assign": _assign,
    "priority": _priority,
    "tag": _tag,
    "untag": _untag,
}
"""What each word does, the note aside."""
