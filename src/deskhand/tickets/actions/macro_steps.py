"""What may stand in a macro: its steps as they are stored, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Location, Person, Team
from deskhand.kernel.errors import Invalid
from deskhand.tickets.actions.people import need_serves
from deskhand.tickets.actions.tag import TAGS_PER_TICKET, normalized
from deskhand.tickets.ahead import Ahead
from deskhand.tickets.bodies import composed
from deskhand.tickets.macros import ME, NOBODY, NOTE, REPLY, SOMEBODY, STEPS
from deskhand.tickets.models import KIND_WORDS, Category, Priority, Service, Status

TEXT_LIMIT = 50_000
"""Longest text of a macro in characters of HTML."""


def checked(desk: Desk, steps: Mapping[str, Any], assign_to: Person | None) -> dict[str, Any]:
    """The steps as they are stored; what is empty or null is left out. Raises Invalid with a sentence by step."""
    given = {name: value for name, value in steps.items() if value not in (None, "", [], False)}
    unknown = sorted(set(given) - {*STEPS, "text"})
    if unknown:
        raise Invalid(_("A macro cannot do this: %(name)s.") % {"name": unknown[0]}, {unknown[0]: _("Unknown.")})
    clean: dict[str, Any] = {}
    wrong: dict[str, object] = {}
    for name in STEPS:
        if name not in given:
            continue
        try:
            clean[name] = _CHECKS[name](desk, given[name])
        except Invalid as refusal:
            wrong[name] = refusal.fields.get(name) or next(iter(refusal.fields.values()), "") or str(refusal)
    _check_text(given, clean, wrong)
    _check_person(desk, clean, assign_to, wrong)
    _check_waiting(desk, clean, wrong)
    if wrong:
        raise Invalid(_("The macro cannot be saved like this."), wrong)
    if not clean:
        raise Invalid(_("A macro has to do something. Choose at least one thing."))
    return clean


def _check_text(given: Mapping[str, Any], clean: dict[str, Any], wrong: dict[str, object]) -> None:
    if "message" not in clean:
        return
    html = str(given.get("text", ""))
    if len(html) > TEXT_LIMIT:
        wrong["text"] = _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
        return
    body = composed(html)
    if body.is_empty:
        wrong["text"] = _("Write the text.")
    clean["text"] = body.html


def _check_person(desk: Desk, clean: Mapping[str, Any], to: Person | None, wrong: dict[str, object]) -> None:
    if clean.get("assignee") != SOMEBODY:
        return
    try:
        if to is None:
            raise Invalid(_("Choose somebody who serves this desk."))
        need_serves(to, desk.pk)
    except Invalid as refusal:
        wrong["assignee"] = str(refusal)


def _check_waiting(desk: Desk, clean: Mapping[str, Any], wrong: dict[str, object]) -> None:
    """A ticket that is on hold until a time is on hold: another status with it would contradict."""
    if "hold" in clean and "status" in clean and "status" not in wrong:
        category = Status.objects.within(desk).get(pk=clean["status"]).category
        if category != Category.ON_HOLD:
            wrong["hold"] = _("A ticket waits while it is on hold. Choose such a status, or none.")


def _status(desk: Desk, value: Any) -> int:
    return _row(Status.objects.within(desk).active(), value)


def _team(desk: Desk, value: Any) -> int | str:
    return NOBODY if value == NOBODY else _row(Team.objects.within(desk).active(), value)


def _service(desk: Desk, value: Any) -> int | str:
    return NOBODY if value == NOBODY else _row(Service.objects.within(desk).active(), value)


def _location(desk: Desk, value: Any) -> int | str:
    return NOBODY if value == NOBODY else _row(Location.objects.within(desk).active(), value)


def _row(found: Any, value: Any) -> int:
    is_id = str(value).isdecimal() and len(str(value)) < 16
    pk: int | None = found.filter(pk=int(value)).values_list("pk", flat=True).first() if is_id else None
    if pk is None:
        raise Invalid(_("What you chose is not there any more. Choose again."))
    return pk


def _assignee(_desk: Desk, value: Any) -> str:
    return _one_of(value, (ME, NOBODY, SOMEBODY))


def _priority(_desk: Desk, value: Any) -> str:
    return _one_of(value, tuple(one.word for one in Priority))


def _kind(_desk: Desk, value: Any) -> str:
    return _one_of(value, tuple(KIND_WORDS))


def _message(_desk: Desk, value: Any) -> str:
    return _one_of(value, (REPLY, NOTE))


def _one_of(value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Invalid(_("One of: %(words)s.") % {"words": ", ".join(known)})
    return str(value)


def _tags(_desk: Desk, value: Any) -> list[str]:
    names = normalized(value)
    if not names or len(names) > TAGS_PER_TICKET:
        raise Invalid(_("Between 1 and %(limit)s tags.") % {"limit": TAGS_PER_TICKET})
    return names


_CHECKS: Mapping[str, Callable[[Desk, Any], Any]] = {
    "status": _status,
    "team": _team,
    "assignee": _assignee,
    "priority": _priority,
    "kind": _kind,
    "service": _service,
    "location": _location,
    "tags": _tags,
    "untag": _tags,
    "follow": lambda desk, value: True,
    "message": _message,
    "hold": lambda desk, value: Ahead.of(str(value)).code,
}
