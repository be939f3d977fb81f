"""What people set for themselves: details, signatures, what they hear and when."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BeforeValidator, ConfigDict, Field

from deskhand.accounts.actions import set_own_preferences, set_own_signature
from deskhand.accounts.actions.signatures import SIGNATURE_LIMIT
from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.api import answers, lookups
from deskhand.api.answers import Answer, Page, ReadCount
from deskhand.api.bearers import ApiRequest, actor_of
from deskhand.api.examples import ANSWERS
from deskhand.api.routes.notifications import router as notifications
from deskhand.api.routes.people import get_me, router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, DeskPath, Input, Text
from deskhand.notify import actions, queries
from deskhand.notify.kinds import CHANNELS
from deskhand.notify.models import EVERYWHERE

Clock = Annotated[Text, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["18:00"])]


def _number(value: object) -> object:
    """To Python false is 0, in JSON it is not."""
    if isinstance(value, bool):
        raise ValueError("a number, neither true nor false")
    return value


class MyChange(Input):
    """What shall be different about oneself. What is left away, or null, stays."""

    name: Annotated[Text | None, Field(min_length=1, max_length=200)] = None
    phone: Annotated[Text | None, Field(max_length=60)] = None
    language: Annotated[Literal["", "en", "de"] | None, Field(description="Empty: as the browser says.")] = None
    time_zone: Annotated[Text | None, Field(max_length=60, description="As in Europe/Berlin.")] = None
    theme: Literal["system", "day", "night"] | None = None
    single_keys: Annotated[bool | None, Field(description="Whether keys without a modifier act.")] = None
    undo_seconds: Annotated[
        Literal[0, 5, 10, 20, 30] | None,
        BeforeValidator(_number),
        Field(description="How long an answer sent on the pages can be undone. What the API sends leaves at once."),
    ] = None

    model_config = ConfigDict(json_schema_extra={"example": {"time_zone": "Europe/Berlin"}})


class Signature(Answer):
    """What stands under one's answers on a desk."""

    desk: Annotated[str, Field(description="Key of the desk.")]
    text: str


class SignaturePage(Page[Signature]):
    """One's signatures."""


class SignatureText(Input):
    """A signature. Empty: one's name."""

    text: Annotated[Text, Field(max_length=SIGNATURE_LIMIT)]

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Jana Vogt\nService Desk, room 204"}})


class Choice(Answer):
    """Whether one hears of a kind of thing, by each channel."""

    kind: str
    title: str
    app: bool
    mail: bool
    digest: bool


class ChoicePage(Page[Choice]):
    """What one hears."""


class NewChoice(Input):
    """A kind by a channel, switched on or off."""

    kind: Annotated[Text, Field(max_length=40)]
    channel: Literal["app", "mail", "digest"]
    wanted: Annotated[bool | None, Field(description="Null takes the choice back.")]
    desk: Annotated[Text | None, Field(max_length=20, description="Key of a desk that you serve; null: all.")] = None

    model_config = ConfigDict(
        json_schema_extra={"example": {"kind": "assigned_to_me", "channel": "mail", "wanted": False}}
    )


class Rhythm(Answer):
    """When letters are written, in one's own time zone."""

    digest: Literal["never", "hourly", "daily", "weekly"]
    hour: int
    day: Annotated[int, Field(description="0 is Monday, 6 Sunday.")]
    quiet_from: str | None
    quiet_until: str | None


class NewRhythm(Input):
    """How often a summary, and between which times no mail at all."""

    digest: Literal["never", "hourly", "daily", "weekly"]
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    day: Annotated[int, Field(ge=0, le=6, description="0 is Monday, 6 Sunday.")] = 0
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None

    model_config = ConfigDict(
        json_schema_extra={"example": {"digest": "daily", "hour": 8, "quiet_from": "18:00", "quiet_until": "07:30"}}
    )


class Unread(Input):
    """Which notifications are not read after all."""

    ids: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]], Field(min_length=1, max_length=500)]

    model_config = ConfigDict(json_schema_extra={"example": {"ids": [311]}})


SIGNATURE = {"desk": "it", "text": "Jana Vogt\nService Desk, room 204"}
CHOICES: dict[str, Any] = {
    "items": [
        {"kind": "assigned_to_me", "title": "A ticket is given to you", "app": True, "mail": False, "digest": True}
    ],
    "next": None,
}
RHYTHM = {"digest": "daily", "hour": 8, "day": 0, "quiet_from": "18:00", "quiet_until": "07:30"}


@route(router, "PATCH", "/me", gate="signed_in", returns=answers.Me, example=ANSWERS["get_me"])
def change_me(request: ApiRequest, change: MyChange) -> Any:
    """Change details of yourself.

    Mail addresses, passwords and second factors are changed on the pages alone.
    """
    given = {name: value for name, value in change.given().items() if value is not None}
    set_own_preferences(actor=request.actor, person=_oneself(request), **given)
    request.actor = actor_of(request.bearer.token)
    return get_me(request)


@route(
    router,
    "GET",
    "/me/signatures",
    gate="signed_in",
    returns=SignaturePage,
    example={"items": [SIGNATURE], "next": None},
)
def list_my_signatures(request: ApiRequest) -> dict[str, Any]:
    """List your signatures.

    One for each desk on which you answer. All on one page.
    """
    desks = lookups.reader(request.actor).desks_with("tickets.reply")
    rows = DeskRole.objects.filter(person_id=request.actor.person_id or 0, desk_id__in=desks)
    found = dict(rows.order_by("signature").values_list("desk__key", "signature"))
    return {"items": [{"desk": key, "text": found[key]} for key in sorted(found)], "next": None}


@route(
    router,
    "PUT",
    "/me/signatures/{desk}",
    gate="desk:tickets.reply",
    sample="desk",
    returns=Signature,
    refuses=(404,),
    example=SIGNATURE,
)
def set_my_signature(request: ApiRequest, desk: DeskPath, signature: SignatureText) -> dict[str, Any]:
    """Set your signature on a desk."""
    here = lookups.desk_for(request.actor, desk, "tickets.reply")
    set_own_signature(actor=request.actor, desk=here, text=signature.text)
    kept = DeskRole.objects.filter(desk=here, person_id=request.actor.person_id or 0).values_list(
        "signature", flat=True
    )
    return {"desk": here.key, "text": kept.first() or ""}


@route(
    notifications,
    "POST",
    "/notifications/unread",
    gate="signed_in",
    returns=ReadCount,
    example={"marked": 1},
)
def unread_notifications(request: ApiRequest, mark: Unread) -> dict[str, Any]:
    """Mark notifications as not read after all.

    Your own, of these ids.
    """
    return {"marked": actions.mark_unread(actor=request.actor, ids=mark.ids)}


@route(notifications, "GET", "/notifications/choices", gate="signed_in", returns=ChoicePage, example=CHOICES)
def list_notification_choices(
    request: ApiRequest,
    desk: Annotated[Text, Query("", max_length=20, description="On this desk, by its key; in general without.")],
) -> dict[str, Any]:
    """List what you hear, by which channel.

    In general, or on one desk that you serve. All on one page.
    """
    return _choices(request, _desk_id(request, desk))


@route(notifications, "PATCH", "/notifications/choices", gate="signed_in", returns=ChoicePage, example=CHOICES)
def choose_notification(request: ApiRequest, choice: NewChoice) -> dict[str, Any]:
    """Choose what you hear.

    One kind by one channel, in general or on one desk, which counts before the general choice.
    """
    desk_id = _desk_id(request, choice.desk or "")
    actions.choose(actor=request.actor, kind=choice.kind, channel=choice.channel, wanted=choice.wanted, desk_id=desk_id)
    return _choices(request, desk_id)


@route(notifications, "GET", "/notifications/rhythm", gate="signed_in", returns=Rhythm, example=RHYTHM)
def get_rhythm(request: ApiRequest) -> dict[str, Any]:
    """Read when letters are written to you."""
    return _rhythm(_oneself(request))


@route(notifications, "PUT", "/notifications/rhythm", gate="signed_in", returns=Rhythm, example=RHYTHM)
def set_my_rhythm(request: ApiRequest, wanted: NewRhythm) -> dict[str, Any]:
    """Say when letters are written to you.

    How often a summary, and between which times of your own zone no mail at all.
    """
    quiet = {name: _time(getattr(wanted, name)) for name in ("quiet_from", "quiet_until")}
    actions.set_rhythm(actor=request.actor, digest=wanted.digest, hour=wanted.hour, day=wanted.day, **quiet)
    return _rhythm(_oneself(request))


def _oneself(request: ApiRequest) -> Person:
    person = person_of(request.actor)
    assert person is not None  # noqa: S101 (the bearer of a token is a person)
    return person


def _desk_id(request: ApiRequest, key: str) -> int:
    if not key:
        return EVERYWHERE
    served = request.actor.desks_with("tickets.read")
    found: int | None = Desk.objects.filter(key=key, pk__in=served).values_list("pk", flat=True).first()
    if found is None:
        raise lookups.wrong("desk", _("You serve no desk “%(key)s”.") % {"key": key})
    return found


def _choices(request: ApiRequest, desk_id: int) -> dict[str, Any]:
    chosen = queries.choices(_oneself(request), desk_id)
    items = [
        {"kind": kind.code, "title": str(kind.title), **{channel: wants[channel] for channel in CHANNELS}}
        for kind, wants in chosen
    ]
    return {"items": items, "next": None}


def _rhythm(person: Person) -> dict[str, Any]:
    row = queries.rhythm_of(person)
    return {
        "digest": row.digest,
        "hour": row.digest_hour,
        "day": row.digest_day,
        "quiet_from": row.quiet_from.strftime("%H:%M") if row.quiet_from else None,
        "quiet_until": row.quiet_until.strftime("%H:%M") if row.quiet_until else None,
    }


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
