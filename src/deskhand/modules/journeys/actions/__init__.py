"""Every verb on journeys. Pages, API, demo and tests call these and nothing else."""

from deskhand.modules.journeys.actions.activities import skip, tick, try_again, untick
from deskhand.modules.journeys.actions.blueprints import (
    change_draft,
    make_blueprint,
    publish,
    put_away,
    put_back,
    rename,
    undo_draft,
)
from deskhand.modules.journeys.actions.journeys import change, end, move, start
from deskhand.modules.journeys.actions.parts import accept, refuse

__all__ = [
    "accept",
    "change",
    "change_draft",
    "end",
    "make_blueprint",
    "move",
    "publish",
    "put_away",
    "put_back",
    "refuse",
    "rename",
    "skip",
    "start",
    "tick",
    "try_again",
    "undo_draft",
    "untick",
]
