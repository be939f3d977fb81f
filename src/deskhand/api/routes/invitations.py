"""Inviting people to a desk, and the invitations that wait."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import ConfigDict, Field

from deskhand.accounts.actions import invite, send_invitation_again, withdraw_invitation
from deskhand.accounts.invited import AT_ONCE
from deskhand.accounts.models import Invitation
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Input, Limit, RowId, Text
from deskhand.api.shown.people import ref
from deskhand.kernel import clock
from deskhand.web import limits

router = Router(tags=["Invitations"])

ENTRY_LIMIT = 500
"""Longest entry in characters: a name and an address."""

InvitedAs = Literal["requester", "agent", "lead", "admin", "auditor", "guest"]
State = Literal["sending", "open", "expired", "accepted", "withdrawn"]


class ShownInvitation(Answer):
    """An invitation to a desk. Its link is in the letter alone."""

    id: int
    email: str
    name: str
    role: InvitedAs
    state: State
    made_at: datetime
    made_by: PersonRef
    expires_at: Annotated[datetime | None, Field(description="Null until the letter is written.")]
    accepted_by: PersonRef | None


class InvitationPage(Page[ShownInvitation]):
    """A page of invitations."""


class RefusedEntry(Answer):
    """An entry that was not invited, and why."""

    entry: str
    reason: str


class SentInvitations(Answer):
    """What became of a list of addresses."""

    invitations: list[ShownInvitation]
    refused: list[RefusedEntry]


Entry = Annotated[Text, Field(min_length=1, max_length=ENTRY_LIMIT)]


class NewInvitations(Input):
    """Whom to invite, and as what."""

    role: InvitedAs
    addresses: Annotated[
        list[Entry],
        Field(min_length=1, max_length=AT_ONCE, description="Mail addresses, or names with an address in brackets."),
    ]

    model_config = ConfigDict(
        json_schema_extra={"example": {"role": "agent", "addresses": ["Noa Berg <noa@eberfeld.example>"]}}
    )


OF_DESK: dict[str, Any] = {"gate": "desk:people.create", "sample": "desk", "refuses": (404,)}
INVITED: dict[str, Any] = {
    "id": 14,
    "email": "noa@eberfeld.example",
    "name": "Noa Berg",
    "role": "agent",
    "state": "sending",
    "made_at": "2026-03-02T08:51:02.004Z",
    "made_by": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "expires_at": None,
    "accepted_by": None,
}


@route(
    router,
    "GET",
    "/desks/{desk}/invitations",
    **OF_DESK,
    returns=InvitationPage,
    example={"items": [INVITED], "next": None},
)
def list_invitations(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List invitations.

    Newest first, with those that were accepted or withdrawn. For staff of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "people.create", reading=True)
    walk = Walk("made_at", f"invitations {here.pk}", limit, cursor, is_down=True)
    return walk.page(Invitation.objects.within(here), _shown, "made_by", "accepted_by")


@route(
    router,
    "POST",
    "/desks/{desk}/invitations",
    **OF_DESK,
    fresh=True,
    returns=SentInvitations,
    example={"invitations": [INVITED], "refused": []},
)
def invite_people(request: ApiRequest, desk: DeskPath, new: NewInvitations) -> dict[str, Any]:
    """Invite people to a desk.

    Each gets a letter with a link that works for 72 hours. Staff of the desk invite requesters, its administrators
    anybody. Addresses that cannot be invited come back in `refused`; the others are sent. At most 60 requests an hour.
    """
    here = lookups.desk_for(request.actor, desk, "people.create")
    _count(request)
    sent = invite(actor=request.actor, desk=here, role=new.role, typed="\n".join(new.addresses))
    refused = [{"entry": entry, "reason": reason} for entry, reason in sent.refused]
    return {"invitations": [_shown(one) for one in sent.invitations], "refused": refused}


@route(
    router,
    "POST",
    "/desks/{desk}/invitations/{id}/again",
    **OF_DESK,
    fresh=True,
    returns=ShownInvitation,
    example=INVITED,
)
def send_invitation(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Send an invitation again.

    With a new link; the former one opens nothing from then on.
    """
    here = lookups.desk_for(request.actor, desk, "people.create")
    _count(request)
    send_invitation_again(actor=request.actor, desk=here, invitation=id)
    return _shown(Invitation.objects.within(here).select_related("made_by", "accepted_by").get(pk=id))


@route(router, "DELETE", "/desks/{desk}/invitations/{id}", **OF_DESK, status=204)
def withdraw_an_invitation(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Withdraw an invitation.

    Its link opens nothing from then on. It stays in the list.
    """
    here = lookups.desk_for(request.actor, desk, "people.create")
    withdraw_invitation(actor=request.actor, desk=here, invitation=id)


def _count(request: ApiRequest) -> None:
    """Count against the limit of the pages, which knows people by their sessions."""
    request.user = request.bearer.token.person
    limits.consume(request, "invite")


def _shown(row: Invitation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "email": row.email,
        "name": row.name,
        "role": row.role,
        "state": row.state(clock.now()),
        "made_at": row.made_at,
        "made_by": ref(row.made_by),
        "expires_at": row.expires_at,
        "accepted_by": ref(row.accepted_by) if row.accepted_by else None,
    }
