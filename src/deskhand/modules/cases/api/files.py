"""Case files for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, Email, Input, Limit, Number, OfDesk, Text
from deskhand.api.shown import people
from deskhand.kernel import switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.cases import access, actions, keeping
from deskhand.modules.cases.api import router
from deskhand.modules.cases.forms import TEXT_LIMIT
from deskhand.modules.cases.models import CLASS_NAME_LIMIT, ENDING_LIMIT, OUTCOME_LIMIT, CaseClass, CaseFile
from deskhand.modules.cases.querysets import MODULE, desks_of
from deskhand.tickets.bodies import plain
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

EXAMPLE: dict[str, Any] = {
    "ticket": 1042,
    "desk": "hr",
    "case_class": "Complaint",
    "is_confidential": True,
    "about": None,
    "ending": "",
    "outcome": "",
    "keep_until": None,
}
BODY: dict[str, Any] = {"case_class": "Complaint", "outcome": "Settled between the two."}
ClassName = Annotated[Text, Field(min_length=1, max_length=CLASS_NAME_LIMIT, description="Name of a class in use.")]
About = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="Only those about this person, by their id.")]
Due = Annotated[bool, Query(description="Only those whose day is over or comes within 14 days.")]


class ShownCase(Answer):
    """The case file of a ticket."""

    ticket: Annotated[int, Field(description="Number of the ticket.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    case_class: str
    is_confidential: Annotated[bool, Field(description="Whether only those on its list read the ticket.")]
    about: Annotated[PersonRef | None, Field(description="Whom it is about.")]
    ending: Annotated[str, Field(description="How it ended, in one of the words of its class.")]
    outcome: str
    keep_until: Annotated[str | None, Field(description="The day until which it is kept; null while it goes on.")]


class CasePage(Page[ShownCase]):
    """A page of case files."""


class GivenFile(Input):
    """What a ticket's case file says."""

    case_class: ClassName
    about: Annotated[Email | None, Field(description="Address of whom it is about.")] = None
    ending: Annotated[Text, Field(max_length=ENDING_LIMIT, description="One of the endings of its class.")] = ""
    outcome: Annotated[Text, Field(max_length=OUTCOME_LIMIT)] = ""


class NewCase(Input):
    """A new case."""

    case_class: ClassName
    subject: Annotated[Text, Field(min_length=1, max_length=SUBJECT_LIMIT)]
    text: Annotated[Text, Field(min_length=1, max_length=TEXT_LIMIT)]
    requester: Annotated[Email | None, Field(description="Whose case it is; yours if left away.")] = None
    about: Annotated[Email | None, Field(description="Address of whom it is about.")] = None


ONE: dict[str, Any] = {"gate": "served_ticket", "sample": "ticket", "returns": ShownCase, "refuses": (404, 409)}


@route(router, "GET", "", gate="scoped", returns=CasePage, example={"items": [EXAMPLE], "next": None})
def list_cases(
    request: ApiRequest,
    desk: OfDesk = "",
    about: About = None,
    due: Due = False,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List case files.

    Those that you may read, the oldest first; confidential ones as far as you are on their lists.
    """
    found = CaseFile.objects.served_by(request.actor)
    found = found.filter(ticket__desk__key=desk) if desk else found
    found = found.filter(about_id=about) if about is not None else found
    found = keeping.kept_no_longer(found, desks_of(request.actor)) if due else found
    return Walk("id", f"cases:{desk}:{about}:{due}", limit, cursor).page(found, shown, *access.PARTS)


@route(
    router,
    "POST",
    "/desks/{desk}",
    gate="desk:cases.keep",
    sample="desk",
    returns=ShownCase,
    status=201,
    refuses=(404,),
    headers=("Location",),
    example=EXAMPLE,
    body_example={"case_class": "Complaint", "subject": "Shifts", "text": "They change overnight."},
)
def open_case(request: ApiRequest, desk: str, new: NewCase, response: HttpResponse) -> dict[str, Any]:
    """Open a case.

    For staff of the desk. One of a confidential class is closed from its first moment to everybody who is not on its
    list.
    """
    here = lookups.desk_for(request.actor, desk, "cases.keep")
    if not switches.is_on(MODULE, here.pk):
        raise NotFound
    with transaction.atomic():
        mine = lookups.person(request.actor, new.requester or request.actor.email)
        case = actions.NewCase(
            case_class=_class(here, new.case_class),
            subject=new.subject,
            body=plain(new.text),
            requester=mine,
            about=lookups.known_person(new.about, "about") if new.about else None,
        )
        ticket = actions.open_case(actor=request.actor, desk=here, new=case)
    response.headers["Location"] = reverse("api:get_case", args=[ticket.number])
    return shown(access.file_for(request.actor, ticket.number))


@route(router, "GET", "/{number}", **ONE, example=EXAMPLE)
def get_case(request: ApiRequest, number: Number) -> dict[str, Any]:
    """Read the case file of a ticket."""
    return shown(access.file_for(request.actor, number))


@route(router, "PUT", "/{number}", **ONE, example=EXAMPLE, body_example=BODY)
def keep_case(request: ApiRequest, number: Number, given: GivenFile) -> dict[str, Any]:
    """Write the case file of a ticket.

    For staff of the desk. A ticket without one becomes a case.
    """
    ticket = access.ticket_for(request.actor, number)
    about = lookups.known_person(given.about, "about") if given.about else None
    case_class = _class(ticket.desk, given.case_class)
    said = {"ending": given.ending, "outcome": given.outcome}
    actions.keep_file(actor=request.actor, ticket=ticket, case_class=case_class, about=about, **said)
    return shown(access.file_for(request.actor, number))


def shown(row: CaseFile) -> dict[str, Any]:
    """The file as programs get it."""
    return {
        "ticket": row.ticket.number,
        "desk": row.ticket.desk.key,
        "case_class": row.case_class.name,
        "is_confidential": row.ticket.is_confidential,
        "about": people.ref(row.about) if row.about else None,
        "ending": row.ending,
        "outcome": row.outcome,
        "keep_until": row.keep_until.isoformat() if row.keep_until else None,
    }


def _class(desk: Desk, name: str) -> CaseClass:
    found: CaseClass | None = CaseClass.objects.within(desk).in_use().filter(name=name).first()
    if found is None:
        raise lookups.wrong("case_class", _("The desk has no class “%(name)s” in use.") % {"name": name})
    return found
