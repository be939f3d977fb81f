"""Reactions that run afterwards become jobs here."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.kernel import reactions
from deskhand.kernel.events import Fact, restored
from deskhand.kernel.models import Event


def install() -> None:
    """Give the kernel its queue."""
    reactions.enqueue_with(_enqueue)


def _enqueue(reaction: reactions.Reaction, fact: Fact) -> None:
    react.put(
        ordering_key=fact.ordering_key,
        module=reaction.module,
        desk_id=fact.meta.desk_id,
        reaction=reaction.name,
        event_id=fact.meta.id,
    )


@job()
def react(reaction: str, event_id: int) -> None:
    """Run one reaction to one event."""
    row = Event.objects.get(pk=event_id)
    found = reactions.find(reaction, row.code)
    if found is None:
        raise LookupError(f"The program has no reaction {reaction!r} to {row.code!r} any more.")
    found.run(restored(row))
