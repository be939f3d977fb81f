"""Classes of cases for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Email, Input, RowId, Text
from deskhand.api.shown import people
from deskhand.kernel import switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.cases import access, actions
from deskhand.modules.cases.api import router
from deskhand.modules.cases.models import CLASS_NAME_LIMIT, ENDING_LIMIT, ENDINGS_LIMIT, MONTHS_LIMIT, CaseClass
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.confiding import READER_LIMIT

BODY: dict[str, Any] = {"name": "Complaint", "people": ["hanna@eberfeld.example"], "endings": ["Settled"]}
EXAMPLE: dict[str, Any] = {
    "id": 3,
    "name": "Complaint",
    "words": {"de": "Beschwerde"},
    "is_confidential": True,
    "is_offered": True,
    "takes_nameless": False,
    "excludes_manager": True,
    "keep_months": 36,
    "endings": ["Settled", "Not confirmed"],
    "is_active": True,
    "people": [{"id": 7, "name": "Hanna Brandt", "email": "hanna@eberfeld.example"}],
    "teams": [],
}
Name = Annotated[Text, Field(min_length=1, max_length=CLASS_NAME_LIMIT)]
Ending = Annotated[Text, Field(min_length=1, max_length=ENDING_LIMIT)]
Words = Annotated[dict[str, Text], Field(max_length=10, description="Its name in other languages, by their codes.")]


class ShownCaseClass(Answer):
    """A class of cases."""

    id: int
    name: str
    words: Annotated[dict[str, str], Field(description="Its name in other languages, by their codes.")]
    is_confidential: Annotated[bool, Field(description="Whether only those on the list of a case read it.")]
    is_offered: Annotated[bool, Field(description="Whether requesters may open one themselves.")]
    takes_nameless: Annotated[bool, Field(description="Whether anybody may report without a name.")]
    excludes_manager: Annotated[bool, Field(description="Whether the manager of whom it is about never reads it.")]
    keep_months: Annotated[int, Field(description="Months for which a case is kept after its end; 0 says nothing.")]
    endings: Annotated[list[str], Field(description="One of these is said before a case is resolved.")]
    is_active: bool
    people: Annotated[list[PersonRef], Field(description="On the list of every new confidential case.")]
    teams: Annotated[list[str], Field(description="Names of teams whose members are on that list.")]


class ShownCaseClasses(Answer):
    """The classes of a desk."""

    items: list[ShownCaseClass]


class GivenCaseClass(Input):
    """What a class of cases is."""

    name: Name
    words: Words = {}
    is_confidential: bool = True
    is_offered: bool = False
    takes_nameless: bool = False
    excludes_manager: bool = False
    keep_months: Annotated[int, Field(ge=0, le=MONTHS_LIMIT)] = 0
    endings: Annotated[list[Ending], Field(max_length=ENDINGS_LIMIT)] = []
    is_active: bool = True
    people: Annotated[list[Email], Field(max_length=READER_LIMIT, description="Addresses of people of the desk.")] = []
    teams: Annotated[list[Text], Field(max_length=READER_LIMIT, description="Names of teams of the desk.")] = []


OF_DESK: dict[str, Any] = {"gate": "desk:cases.classes", "sample": "desk", "refuses": (404,)}


@route(router, "GET", "/desks/{desk}/classes", **OF_DESK, returns=ShownCaseClasses, example={"items": [EXAMPLE]})
def list_case_classes(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the classes of cases of a desk.

    Those that are not in use are there, too. For leads and administrators of the desk.
    """
    return {"items": [_shown(one) for one in _rows(_desk(request, desk, reading=True))]}


@route(
    router,
    "POST",
    "/desks/{desk}/classes",
    **OF_DESK,
    returns=ShownCaseClass,
    status=201,
    headers=("Location",),
    example=EXAMPLE,
    body_example=BODY,
)
def create_case_class(
    request: ApiRequest, desk: DeskPath, new: GivenCaseClass, response: HttpResponse
) -> dict[str, Any]:
    """Make a class of cases.

    For leads and administrators of the desk. A confidential class needs somebody who reads its cases.
    """
    here = _desk(request, desk)
    row = actions.save_class(actor=request.actor, desk=here, said=_said(here, new))
    response.headers["Location"] = reverse("api:get_case_class", args=[desk, row.pk])
    return _one(here, row.pk)


@route(router, "GET", "/desks/{desk}/classes/{id}", **OF_DESK, returns=ShownCaseClass, example=EXAMPLE)
def get_case_class(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one class of cases."""
    return _one(_desk(request, desk, reading=True), id)


@route(
    router,
    "PUT",
    "/desks/{desk}/classes/{id}",
    **OF_DESK,
    returns=ShownCaseClass,
    example=EXAMPLE,
    body_example=BODY,
)
def write_case_class(request: ApiRequest, desk: DeskPath, id: RowId, given: GivenCaseClass) -> dict[str, Any]:  # noqa: A002
    """Write a class of cases.

    Cases that are open keep who reads them. For leads and administrators of the desk.
    """
    here = _desk(request, desk)
    row = access.class_for(here, id)
    actions.save_class(actor=request.actor, desk=here, said=_said(here, given), case_class=row)
    return _one(here, row.pk)


def _desk(request: ApiRequest, key: str, *, reading: bool = False) -> Desk:
    here = lookups.desk_for(request.actor, key, "cases.classes", reading=reading)
    if not switches.is_on(MODULE, here.pk):
        raise NotFound
    return here


def _rows(desk: Desk) -> Any:
    return CaseClass.objects.within(desk).prefetch_related("readers__person", "readers__team")


def _one(desk: Desk, pk: int) -> dict[str, Any]:
    found = _rows(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return _shown(found)


def _said(desk: Desk, given: GivenCaseClass) -> actions.ClassWords:
    said = given.model_dump(exclude={"people", "teams"})
    known = [lookups.known_person(one, "people") for one in given.people]
    named = [lookups.team(desk.pk, one, field="teams") for one in given.teams]
    if unknown := sorted(set(given.words) - set(access.languages())):
        raise lookups.wrong("words", _("There is no language “%(code)s” here.") % {"code": unknown[0][:20]})
    return actions.ClassWords(**said, people=known, teams=named)


def _shown(row: CaseClass) -> dict[str, Any]:
    readers = list(row.readers.all())
    plain = ("name", "words", "is_confidential", "is_offered", "takes_nameless", "excludes_manager", "keep_months")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in (*plain, "endings", "is_active")},
        "people": [people.ref(one.person) for one in readers if one.person is not None],
        "teams": [one.team.name for one in readers if one.team is not None],
    }
