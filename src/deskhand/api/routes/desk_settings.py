"""What a desk's administrators decide about it: names, who may open, look, who hears of new tickets, modules."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from ninja import File, Path
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from deskhand.accounts.actions import call_things, edit_desk, set_brand, set_hearing, switch_module
from deskhand.accounts.actions.desks import DAYS_LIMIT
from deskhand.accounts.models import Desk, DeskBrand, DeskRole, Person
from deskhand.accounts.models.brand import WORDS_LIMIT
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.desk_schemas import Members
from deskhand.api.routes.desks import router
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, KindWord, Text
from deskhand.api.word_schemas import Calls, as_words
from deskhand.kernel import modules, switches
from deskhand.kernel.errors import NotFound
from deskhand.kernel.permissions import STAFF

WhoMayOpenWord = Literal["anybody", "organizations", "invited"]
LanguageWord = Literal["en", "de"]
Days = Annotated[int, Field(ge=0, le=DAYS_LIMIT)]
OF_DESK = (
    "name", "public_name", "who_may_open", "is_listed", "language", "signature", "reopen_days", "close_days",
    "warn_days",
)  # fmt: skip
OF_FORM = ("form_kind", "asks_service", "asks_location")
OF_LOOK = ("accent", "words")


class DeskSettings(Answer):
    """The settings of a desk."""

    name: str
    public_name: Annotated[str, Field(description="What requesters read; empty: the name.")]
    who_may_open: WhoMayOpenWord
    is_listed: Annotated[bool, Field(description="Whether it stands on the portal.")]
    language: Annotated[str, Field(description="Of letters to people who have not chosen one.")]
    signature: Annotated[str, Field(description="Stands under every answer, after the agent's own.")]
    reopen_days: Annotated[int, Field(description="Days in which an answer reopens a ticket.")]
    close_days: Annotated[int, Field(description="Days of silence until a resolved ticket closes; 0: never.")]
    warn_days: Annotated[int, Field(description="Days before that on which the requester is told; 0: never.")]
    form_kind: KindWord
    form_team: Annotated[str | None, Field(description="Team of requests from the web form.")]
    asks_service: Annotated[bool, Field(description="Whether requesters choose a service.")]
    asks_location: Annotated[bool, Field(description="Whether requesters choose a location.")]
    accent: Annotated[str, Field(description="Colour on the portal, as #rrggbb; empty: Deskhand's own.")]
    words: Annotated[str, Field(description="The desk's own words on the portal.")]
    calls: Calls
    has_logo: bool
    told_of_new: Annotated[list[str], Field(description="Mail addresses of those who hear of tickets without a team.")]


class DeskSettingsChange(Input):
    """What shall be different. What is left away stays; ``told_of_new`` are all of them."""

    name: Annotated[Text | None, Field(min_length=1, max_length=80)] = None
    public_name: Annotated[Text | None, Field(max_length=120)] = None
    who_may_open: WhoMayOpenWord | None = None
    is_listed: bool | None = None
    language: LanguageWord | None = None
    signature: Annotated[Text | None, Field(max_length=4000)] = None
    reopen_days: Days | None = None
    close_days: Days | None = None
    warn_days: Days | None = None
    form_kind: KindWord | None = None
    form_team: Annotated[Text | None, Field(max_length=80, description="Name of a team; null for none.")] = None
    asks_service: bool | None = None
    asks_location: bool | None = None
    accent: Annotated[Text | None, Field(max_length=7, description="#rrggbb, or empty.")] = None
    words: Annotated[Text | None, Field(max_length=WORDS_LIMIT)] = None
    calls: Calls | None = None
    told_of_new: Members | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"public_name": "Help with computers", "reopen_days": 21}})


class Module(Answer):
    """A module, and whether it is on for the desk."""

    label: str
    title: str
    description: str
    requires: list[str]
    is_on: bool


class ModulePage(Page[Module]):
    """The modules."""


class ModuleSwitch(Input):
    """On or off."""

    is_on: bool

    model_config = ConfigDict(json_schema_extra={"example": {"is_on": True}})


EDIT: dict[str, Any] = {"gate": "desk:desks.edit", "sample": "desk", "refuses": (404,)}
SWITCH: dict[str, Any] = {"gate": "desk:modules.switch", "sample": "desk", "refuses": (404,)}
SETTINGS: dict[str, Any] = {
    "name": "IT",
    "public_name": "Help with computers",
    "who_may_open": "anybody",
    "is_listed": True,
    "language": "en",
    "signature": "",
    "reopen_days": 14,
    "close_days": 7,
    "warn_days": 2,
    "form_kind": "incident",
    "form_team": "Service Desk",
    "asks_service": False,
    "asks_location": False,
    "accent": "#0b5c7a",
    "words": "",
    "calls": {"en": {"requester": {"choice": "employee", "singular": "", "plural": "", "gender": ""}}},
    "has_logo": False,
    "told_of_new": ["jana@eberfeld.example"],
}
MODULE: dict[str, Any] = {
    "label": "parking",
    "title": "Parking",
    "description": "Places in the garage, by the day.",
    "requires": [],
    "is_on": True,
}


@route(router, "GET", "/desks/{desk}/settings", **EDIT, returns=DeskSettings, example=SETTINGS)
def get_desk_settings(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read the settings of a desk.

    For administrators of the desk.
    """
    return _shown(lookups.desk_for(request.actor, desk, "desks.edit", reading=True))


@route(router, "PATCH", "/desks/{desk}/settings", **EDIT, returns=DeskSettings, example=SETTINGS)
def change_desk_settings(request: ApiRequest, desk: DeskPath, change: DeskSettingsChange) -> dict[str, Any]:
    """Change settings of a desk, all or none.

    For administrators of the desk. Send only what changes; null counts as left away, but takes `form_team` off.
    """
    actor, given = request.actor, change.given()
    with transaction.atomic():
        here = lookups.desk_for(actor, desk, "desks.edit")
        wanted = {name: given[name] for name in (*OF_DESK, *OF_FORM) if given.get(name) is not None}
        if "form_team" in given:
            wanted["form_team"] = (
                lookups.team(here.pk, given["form_team"], field="form_team") if change.form_team else None
            )
        here = edit_desk(actor=actor, desk=here, **wanted)
        looks = {name: given[name] for name in OF_LOOK if given.get(name) is not None}
        if looks:
            set_brand(actor=actor, desk=here, **{**_look(here), **looks})
        if given.get("calls") is not None:
            here = call_things(actor=actor, desk=here, words=as_words(given["calls"]))
        if change.told_of_new is not None:
            hearing = [lookups.assignee(here.pk, email, field="told_of_new").pk for email in change.told_of_new]
            set_hearing(actor=actor, desk=here, people=hearing)
    return _shown(here)


@route(
    router,
    "POST",
    "/desks/{desk}/logo",
    **{**EDIT, "refuses": (404, 413)},
    returns=DeskSettings,
    example={**SETTINGS, "has_logo": True},
    body_example={"file": "(the bytes of logo.png)"},
)
def set_desk_logo(
    request: ApiRequest,
    desk: DeskPath,
    file: Annotated[UploadedFile, File(description="A picture: PNG, JPEG or WebP. It is drawn anew.")],
) -> dict[str, Any]:
    """Set the logo of a desk.

    For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "desks.edit")
    set_brand(actor=request.actor, desk=here, logo=file.read(), **_look(here))
    return _shown(here)


@route(router, "DELETE", "/desks/{desk}/logo", **EDIT, status=204)
def drop_desk_logo(request: ApiRequest, desk: DeskPath) -> None:
    """Take the logo of a desk away.

    For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "desks.edit")
    set_brand(actor=request.actor, desk=here, drop_logo=True, **_look(here))


@route(router, "GET", "/desks/{desk}/modules", **SWITCH, returns=ModulePage, example={"items": [MODULE], "next": None})
def list_modules(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the modules, and which are on for a desk.

    For administrators of the desk. All on one page.
    """
    here = lookups.desk_for(request.actor, desk, "modules.switch", reading=True)
    return {"items": [_module(here, one) for one in modules.installed()], "next": None}


@route(router, "PATCH", "/desks/{desk}/modules/{label}", **SWITCH, returns=Module, example=MODULE)
def switch_desk_module(
    request: ApiRequest,
    desk: DeskPath,
    label: Annotated[str, Path(max_length=60, description="The module's label.", example="parking")],
    wanted: ModuleSwitch,
) -> dict[str, Any]:
    """Switch a module on or off for a desk.

    For administrators of the desk. Off hides its paths, and keeps its data.
    """
    here = lookups.desk_for(request.actor, desk, "modules.switch")
    found = modules.module(label)
    if found is None:
        raise NotFound
    switch_module(actor=request.actor, desk=here, module=label, on=wanted.is_on)
    return _module(here, found)


def _module(desk: Desk, one: modules.ModuleConfig) -> dict[str, Any]:
    return {
        "label": one.label,
        "title": str(one.title),
        "description": str(one.description),
        "requires": list(one.requires),
        "is_on": switches.is_on(one.label, desk.pk),
    }


def _look(desk: Desk) -> dict[str, Any]:
    row = DeskBrand.objects.filter(desk=desk).first() or DeskBrand(desk=desk)
    return {name: getattr(row, name) for name in OF_LOOK}


def _shown(desk: Desk) -> dict[str, Any]:
    hearing = DeskRole.objects.filter(desk=desk, role__in=STAFF, hears_of_new=True).values("person_id")
    people = Person.objects.filter(pk__in=hearing, email__isnull=False).order_by("email")
    return {
        **{name: getattr(desk, name) for name in (*OF_DESK, *OF_FORM)},
        **_look(desk),
        "calls": desk.words,
        "form_team": desk.form_team.name if desk.form_team else None,
        "has_logo": DeskBrand.objects.filter(desk=desk).exclude(logo=None).exists(),
        "told_of_new": list(people.values_list("email", flat=True)),
    }
