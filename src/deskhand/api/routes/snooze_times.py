"""One's own times for putting tickets on hold."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from pydantic import ConfigDict, Field

from deskhand.accounts.actors import person_of
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes.people import router
from deskhand.api.routing import route
from deskhand.api.schemas import Input, Text
from deskhand.kernel import clock
from deskhand.tickets import actions
from deskhand.tickets.actions.snooze_times import SNOOZE_TIMES
from deskhand.tickets.ahead import Ahead

Code = Annotated[Text, Field(max_length=20, description="`3h`, `2d@09:00`, `2b` (business days), `mon@09:00`.")]


class SnoozeTime(Answer):
    """A time ahead."""

    code: str
    words: str
    at: Annotated[datetime, Field(description="When it would be now, by your own clock; business days as plain days.")]


class SnoozeTimes(Page[SnoozeTime]):
    """Your own times, in the order of the menu."""


class NewSnoozeTimes(Input):
    """All of your own times."""

    times: Annotated[list[Code], Field(max_length=SNOOZE_TIMES)]

    model_config = ConfigDict(json_schema_extra={"example": {"times": ["3h", "mon@09:00", "2b"]}})


EXAMPLE: dict[str, Any] = {
    "items": [{"code": "mon@09:00", "words": "Monday at 09:00", "at": "2026-03-09T08:00:00Z"}],
    "next": None,
}


@route(router, "GET", "/me/snooze-times", gate="signed_in", returns=SnoozeTimes, example=EXAMPLE)
def list_my_snooze_times(request: ApiRequest) -> dict[str, Any]:
    """List your own times for putting tickets on hold.

    In the order of the menu. All on one page.
    """
    person = person_of(request.actor)
    now, zone = clock.now(), timezone.get_current_timezone()
    found = [Ahead.of(code) for code in (person.snooze_times if person else [])]
    return {"items": [{"code": one.code, "words": one.words, "at": one.at(now, zone)} for one in found], "next": None}


@route(router, "PUT", "/me/snooze-times", gate="signed_in", returns=SnoozeTimes, example=EXAMPLE)
def set_my_snooze_times(request: ApiRequest, wanted: NewSnoozeTimes) -> dict[str, Any]:
    """Set your own times for putting tickets on hold.

    They replace those that there were.
    """
    actions.set_snooze_times(actor=request.actor, codes=wanted.times)
    return list_my_snooze_times(request)
