"""Every verb on tasks."""

from deskhand.modules.tasks.actions.adding import NewTask, add_task, add_tasks
from deskhand.modules.tasks.actions.changing import change_task, move_task
from deskhand.modules.tasks.actions.checklists import (
    Step,
    apply_checklist,
    put_away_checklist,
    put_back_checklist,
    save_checklist,
)
from deskhand.modules.tasks.actions.finishing import drop_task, finish_task, forget_dropped, reopen_task, restore_task
from deskhand.modules.tasks.actions.making import follow_calendar, make_due
from deskhand.modules.tasks.actions.recurring import (
    Contents,
    pause_recurring,
    put_away_recurring,
    put_back_recurring,
    resume_recurring,
    save_recurring,
)

__all__ = [
    "Contents",
    "NewTask",
    "Step",
    "add_task",
    "add_tasks",
    "apply_checklist",
    "change_task",
    "drop_task",
    "finish_task",
    "follow_calendar",
    "forget_dropped",
    "make_due",
    "move_task",
    "pause_recurring",
    "put_away_checklist",
    "put_away_recurring",
    "put_back_checklist",
    "put_back_recurring",
    "reopen_task",
    "restore_task",
    "resume_recurring",
    "save_checklist",
    "save_recurring",
]
