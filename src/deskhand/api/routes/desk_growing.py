"""On which step of growing a desk is, and how it goes to another."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from deskhand.accounts.actions import choose_preset
from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes.desk_settings import SWITCH
from deskhand.api.routes.desks import router
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, Text
from deskhand.kernel import growing


class DeskPreset(Answer):
    """Where a desk is on the scale of presets."""

    preset: Annotated[str, Field(description="The one that the desk comes closest to.")]
    without: Annotated[list[str], Field(description="Labels of modules that it lacks of it.")]
    besides: Annotated[list[str], Field(description="Labels of modules that it has besides.")]
    presets: Annotated[list[str], Field(description="All that can be chosen, the smallest first.")]


class DeskPresetChoice(Input):
    """A preset."""

    preset: Annotated[Text, Field(max_length=40)]

    model_config = ConfigDict(json_schema_extra={"example": {"preset": "service_desk"}})


PRESET: dict[str, Any] = {
    "preset": "service_desk",
    "without": ["time"],
    "besides": [],
    "presets": ["help_desk", "service_desk"],
}


@route(router, "GET", "/desks/{desk}/preset", **SWITCH, returns=DeskPreset, example=PRESET)
def get_desk_preset(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read which preset a desk is on.

    For administrators of the desk.
    """
    return _shown(lookups.desk_for(request.actor, desk, "modules.switch", reading=True).pk)


@route(router, "PUT", "/desks/{desk}/preset", **SWITCH, returns=DeskPreset, example={**PRESET, "without": []})
def choose_desk_preset(request: ApiRequest, desk: DeskPath, choice: DeskPresetChoice) -> dict[str, Any]:
    """Take a desk to a preset.

    For administrators of the desk. Its modules are switched on, those of later presets off; nothing is deleted.
    Modules of no preset stay as they are.
    """
    here = lookups.desk_for(request.actor, desk, "modules.switch")
    choose_preset(actor=request.actor, desk=here, preset=choice.preset)
    return _shown(here.pk)


def _shown(desk_id: int) -> dict[str, Any]:
    there = growing.standing(desk_id)
    return {
        "preset": there.preset,
        "without": list(there.without),
        "besides": list(there.besides),
        "presets": growing.presets(),
    }
