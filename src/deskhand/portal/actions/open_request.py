"""Opening a request with the portal's form, signed in or without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, Location, Person, WhoMayOpen
from deskhand.kernel.actor import Actor, Channel, system
from deskhand.kernel.errors import Denied
from deskhand.mail.sender_lists import is_blocked
from deskhand.portal import stamp as stamps
from deskhand.portal.actions.files import taken_in
from deskhand.tickets import actions, bodies
from deskhand.tickets.models import Priority, Service


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the form says."""

    desk: Desk
    subject: str
    text: str
    files: Sequence[UploadedFile[Any]]
    priority: Priority
    stamp: str
    service: Service | None = None
    location: Location | None = None
    parts: Mapping[str, Any] | None = None


def open_request(*, actor: Actor, request: Request) -> int:
    """Open a request for the actor themselves. Returns its number; a second press of the same form gives the same."""
    person = person_of(actor)
    if person is None:
        raise Denied(_("Sign in first."))
    return _opened_once(actor, request, person, is_unproven=False)


def open_unproven_request(*, request: Request, email: str, name: str) -> int:
    """Open a request in the name of an address that nobody has proven: only agents see it until its owner confirms
    it. Raises Denied where the desk does not take requests from that address."""
    address = addresses.normal(email)
    _need_may_write(request.desk, address)
    person = find_or_make_person(actor=system(Channel.FORM), email=address, name=name)
    actor = Actor(
        person_id=person.pk,
        name=person.name,
        email=address,
        channel=Channel.FORM,
        organization_id=addresses.organization_of(address),
    )
    return _opened_once(actor, request, person, is_unproven=True)


def _need_may_write(desk: Desk, address: str) -> None:
    """What is asked here is what an address says by itself: whether somebody has an account is nobody's business."""
    is_open = desk.who_may_open == WhoMayOpen.ANYBODY or (
        desk.who_may_open == WhoMayOpen.ORGANIZATIONS and addresses.organization_of(address) is not None
    )
    if not desk.is_active or not is_open:
        raise Denied(_("This desk takes requests from people it knows. Sign in first: we mail you a link."))
    if is_blocked(address, desk):
        raise Denied(_("This desk does not take requests from this address."))


def _opened_once(actor: Actor, request: Request, person: Person, *, is_unproven: bool) -> int:
    has_been = stamps.outcome(request.stamp)
    if has_been:
        return int(has_been)
    attachments = taken_in(actor, request.desk.pk, request.files)
    with transaction.atomic():
        earlier = stamps.first_use(request.stamp)
        if earlier:
            return int(earlier)
        new = actions.NewTicket(
            desk=request.desk,
            subject=request.subject,
            body=bodies.plain(request.text),
            requester=person,
            kind=request.desk.form_kind,
            team=request.desk.form_team if request.desk.form_team and request.desk.form_team.is_active else None,
            priority=request.priority,
            service=request.service,
            location=request.location,
            attachments=attachments,
            is_unproven=is_unproven,
            parts=request.parts,
        )
        ticket = actions.create(actor=actor, new=new)
        stamps.remember(request.stamp, str(ticket.number))
    return ticket.number
