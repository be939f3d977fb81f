"""What requesters read: a ticket is a request, and its status says what happens next, not where it stands inside."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from deskhand.tickets.models import Category, Priority

STATUS_WORDS = {
    Category.NEW: pgettext_lazy("what a requester reads", "Received"),
    Category.OPEN: pgettext_lazy("what a requester reads", "In progress"),
    Category.ON_HOLD: pgettext_lazy("what a requester reads", "Waiting"),
    Category.RESOLVED: pgettext_lazy("what a requester reads", "Solved"),
    Category.CLOSED: pgettext_lazy("what a requester reads", "Closed"),
    Category.CANCELLED: pgettext_lazy("what a requester reads", "Withdrawn"),
}

STOPS: tuple[tuple[str, Any, Any, Priority], ...] = (
    ("little", gettext_lazy("I can work"), gettext_lazy("It is a nuisance"), Priority.LOW),
    ("some", gettext_lazy("I work with difficulty"), gettext_lazy("There is a detour"), Priority.NORMAL),
    ("much", gettext_lazy("I cannot work"), gettext_lazy("Or several people cannot"), Priority.HIGH),
)
"""How badly it stops somebody, and the priority that a request begins with. Nobody reads the priority itself."""

_STEPS = (Category.NEW, Category.OPEN, Category.RESOLVED, Category.CLOSED)


def status_words(category: str, *, own_words: str, needs_answer: bool) -> str:
    """The status in the requester's words: the desk's own if it wrote some, else those of the category."""
    if own_words:
        return own_words
    if needs_answer:
        return _("We need your answer")
    return str(STATUS_WORDS[Category(category)])


def needs_answer(category: str, *, own_words: str, is_default: bool, said_by: str) -> bool:
    """True if the desk waits for the requester: on hold by the ordinary status, and we wrote last."""
    return category == Category.ON_HOLD and is_default and not own_words and said_by == "agent"


def steps(category: str) -> list[dict[str, Any]]:
    """The way of a request, for the line of steps; empty for one that was withdrawn."""
    if category == Category.CANCELLED:
        return []
    here = Category.OPEN if category == Category.ON_HOLD else Category(category)
    at = _STEPS.index(here)
    return [
        {"label": STATUS_WORDS[step], "is_done": place < at, "is_current": place == at}
        for place, step in enumerate(_STEPS)
    ]


def greeting(hour: int, first_name: str) -> str:
    """The first line of the home page at this hour of the reader's day."""
    words = {"name": first_name}
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s. What do you need?") % words
    if hour < 12:
        return _("Good morning, %(name)s. What do you need?") % words
    return _("Hello %(name)s. What do you need?") % words
