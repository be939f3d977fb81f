"""What happens to tickets at an instant of their own."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.running import TryLater
from deskhand.kernel import clock
from deskhand.tickets.actions import let_go, tell_child, wake_due, wake_held_up
from deskhand.tickets.actions.replace_status import replace_some

EARLY_SECONDS = 0.02
"""The database's clock may be so much ahead of this one."""


@job()
def leave(held_id: int) -> None:
    """Let one answer leave, at its instant."""
    waits_until = let_go(held_id=held_id)
    if waits_until is not None:
        raise TryLater((waits_until - clock.now()).total_seconds() + EARLY_SECONDS, "It is not time yet.")


@job()
def wake_up(snooze_id: int) -> None:
    """Wake one ticket, at its instant."""
    waits_until = wake_due(snooze_id=snooze_id)
    if waits_until is not None:
        raise TryLater((waits_until - clock.now()).total_seconds() + EARLY_SECONDS, "It is not time yet.")


@job()
def let_go_on(snooze_id: int) -> None:
    """Wake one ticket, because the one that it waited for is finished."""
    wake_held_up(snooze_id=snooze_id)


@job()
def replace_status(status_id: int) -> None:
    """Give tickets the status that replaces one which was put away."""
    if replace_some(status_id=status_id):
        replace_status.put(unique_key=f"replace_status:{status_id}", status_id=status_id)


@job()
def tell_a_child(
    parent: int, child: int, cascade: str, message: int | None, resolve: bool, person: int | None, channel: str
) -> None:
    """Let one child have what was said on its parent."""
    tell_child(
        parent=parent,
        child=child,
        cascade=cascade,
        message=message,
        resolve=resolve,
        person=person,
        channel=channel,
    )
