"""Every verb on plans and their runs. Pages, API, demo and tests call these and nothing else."""

from deskhand.modules.fulfilment.actions.plans import (
    change_draft,
    make_plan,
    publish,
    put_away,
    put_back,
    redo_draft,
    rename,
    roll_back,
    undo_draft,
)
from deskhand.modules.fulfilment.actions.runs import cancel_run, start_plan
from deskhand.modules.fulfilment.actions.steering import add_step, end_call, restart_step, skip_step

__all__ = [
    "add_step",
    "cancel_run",
    "change_draft",
    "end_call",
    "make_plan",
    "publish",
    "put_away",
    "put_back",
    "redo_draft",
    "rename",
    "restart_step",
    "roll_back",
    "skip_step",
    "start_plan",
    "undo_draft",
]
