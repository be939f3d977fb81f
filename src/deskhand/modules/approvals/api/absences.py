"""While you are away, somebody decides for you."""

from __future__ import annotations

from typing import Any

from deskhand.accounts import addresses
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, RowId
from deskhand.modules.approvals import access, actions
from deskhand.modules.approvals.api import router
from deskhand.modules.approvals.api.schemas import PERSON, AbsencePage, NewAbsence, ShownAbsence, person
from deskhand.modules.approvals.models import Absence

EXAMPLE: dict[str, Any] = {
    "id": 4,
    "substitute": PERSON,
    "address": "",
    "from_on": "2026-12-21",
    "until_on": "2027-01-03",
}


@route(router, "GET", "/absences", gate="scoped", returns=AbsencePage, example={"items": [EXAMPLE], "next": None})
def list_absences(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List your absences.

    Those that were not ended.
    """
    found = Absence.objects.of_person(request.actor.person_id).filter(ended_at=None)
    sees = access.sees_people(request.actor)
    return Walk("made_at", "absences", limit, cursor).page(found, lambda row: _shown(row, sees), "substitute")


@route(
    router,
    "POST",
    "/absences",
    gate="scoped",
    returns=ShownAbsence,
    status=201,
    example=EXAMPLE,
    body_example={"substitute": "ben@eberfeld.example", "from_on": "2026-12-21", "until_on": "2027-01-03"},
)
def declare_absence(request: ApiRequest, new: NewAbsence) -> dict[str, Any]:
    """Let somebody decide for you.

    On these days, whatever you are asked to approve. Whoever may not see people is told by a letter whether there is
    somebody with this address.
    """
    substitute = addresses.owner_of(new.substitute.strip().lower())
    row = actions.declare_absence(
        actor=request.actor,
        substitute=substitute,
        address=new.substitute,
        from_on=new.from_on,
        until_on=new.until_on,
    )
    return _shown(row, access.sees_people(request.actor))


@route(
    router,
    "POST",
    "/absences/{id}/end",
    gate="scoped",
    sample="absence",
    returns=ShownAbsence,
    refuses=(404,),
    example=EXAMPLE,
)
def end_absence(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Decide for yourself again."""
    row = actions.end_absence(actor=request.actor, absence_id=id)
    return _shown(row, access.sees_people(request.actor))


def _shown(row: Absence, sees_people: bool) -> dict[str, Any]:
    is_told = row.substitute is not None and (sees_people or not row.address)
    return {
        "id": row.pk,
        "substitute": person(row.substitute) if is_told else None,
        "address": row.address,
        "from_on": row.from_on,
        "until_on": row.until_on,
    }
