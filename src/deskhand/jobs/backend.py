"""Django's Tasks API on our queue: ``@task`` functions of libraries are enqueued like our own jobs."""

from __future__ import annotations

import importlib
from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from deskhand.jobs.queue import job
from deskhand.kernel import clock


@job(outside=True)
def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run a ``@task`` function by its path."""
    module, _, name = path.rpartition(".")
    getattr(importlib.import_module(module), name).call(*args, **kwargs)


class LeasedBackend(BaseTaskBackend):
    """Puts tasks into the leased queue, in the caller's transaction."""

    supports_defer = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        delay = max(0.0, (task.run_after - clock.now()).total_seconds()) if task.run_after else 0.0
        put = run_task.put(
            delay_seconds=delay, priority=task.priority, path=task.module_path, args=list(args), kwargs=dict(kwargs)
        )
        return TaskResult(
            task=task,
            id=str(put),
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
