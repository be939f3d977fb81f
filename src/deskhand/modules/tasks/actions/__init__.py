"""Every verb on tasks."""

from deskhand.modules.tasks.actions.adding import NewTask, add_task, add_tasks
from deskhand.modules.tasks.actions.changing import change_task, move_task
from deskhand.modules.tasks.actions.finishing import drop_task, finish_task, forget_dropped, reopen_task, restore_task

__all__ = [
    "NewTask",
    "add_task",
    "add_tasks",
    "change_task",
    "drop_task",
    "finish_task",
    "forget_dropped",
    "move_task",
    "reopen_task",
    "restore_task",
]
