"""Statuses, canned replies and the web form of a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.actions import edit_desk
from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made
from deskhand.desk_templates.work import Work
from deskhand.kernel.words import fold
from deskhand.tickets.actions import save_canned_reply, save_status
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import KINDS_TO_CHOOSE, CannedReply, Status

AS_MADE: Mapping[str, Any] = {
    "form_kind": "incident",
    "form_team": None,
    "asks_service": False,
    "asks_location": False,
}
"""What a desk's web form says before anybody has decided anything."""


def status(work: Work, entry: Entry) -> Made | None:
    """A status besides those that every desk has."""
    said = work.said(entry)
    rows = Status.objects.within(work.desk).filter(category=said["category"])
    there = next((one for one in rows if fold(one.name) == fold(said["name"])), None)
    if there is not None:
        return Made(there, is_new=False)
    row = save_status(
        actor=work.actor,
        desk=work.desk,
        name=said["name"],
        category=said["category"],
        requester_name=str(said.get("requester_name", "")),
    )
    return Made(row)


def reply(work: Work, entry: Entry) -> Made | None:
    """A canned reply of the desk, or of one of its teams. A shortcut that the desk has already stays away."""
    said = work.said(entry)
    own = CannedReply.objects.within(work.desk).filter(person=None)
    there = own.filter(title=said["title"]).first()
    if there is not None:
        return Made(there, is_new=False)
    shortcut = fold(str(said.get("shortcut", "")))
    row = save_canned_reply(
        actor=work.actor,
        desk=work.desk,
        title=said["title"],
        body=plain(said["body"].strip()).html,
        team=work.team(said.get("team")),
        language=work.language,
        shortcut="" if own.filter(shortcut=shortcut).exists() else shortcut,
    )
    return Made(row)


def form(work: Work, entry: Entry) -> Made | None:
    """With what requests from the web form begin. What somebody has decided already stays."""
    said = work.said(entry)
    wanted = {"form_kind": said.get("kind"), "form_team": work.team(said.get("team"))}
    wanted |= {name: said.get(name) for name in ("asks_service", "asks_location")}
    fresh = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != AS_MADE[name] and getattr(work.desk, name) == AS_MADE[name]
    }
    work.desk = edit_desk(actor=work.actor, desk=work.desk, **fresh)
    return Made(work.desk, is_new=bool(fresh))


def shown_status(said: Mapping[str, Any]) -> list[str]:
    """What requesters read."""
    told = said.get("requester_name")
    return [_("Requesters read: %(words)s") % {"words": told}] if told else []


def shown_reply(said: Mapping[str, Any]) -> list[str]:
    """The whole text."""
    return [one.strip() for one in str(said["body"]).strip().split("\n\n")]


def shown_form(said: Mapping[str, Any]) -> list[str]:
    """How requests begin."""
    kinds = dict(KINDS_TO_CHOOSE)
    lines = [_("Requests begin as: %(kind)s") % {"kind": kinds[said["kind"]]}] if said.get("kind") in kinds else []
    lines += [_("Requesters choose a service")] if said.get("asks_service") else []
    return [*lines, *([_("Requesters choose a location")] if said.get("asks_location") else [])]
