"""Work by meaning in the background: each thing after it changed, and all that is missing now and then."""

from __future__ import annotations

from deskhand.jobs.queue import Finish, job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from deskhand.modules.knowledge import meaning
from deskhand.modules.knowledge.querysets import MODULE

BATCH = 20
"""Articles or tickets that are brought up to date at once."""

LOOK_SECONDS = 300.0
"""How often it is looked whether something is missing: after an import, with another model, once the extra is there."""

LATER = -5
"""The urgency of catching up: nothing waits for it."""


@job(outside=True)
def remember(kind: str, pk: int) -> Finish | None:
    """Something was published, solved, changed or taken back."""
    return meaning.brought_up_to_date(kind, pk)


@job(outside=True)
def catch_up(desk: int, kind: str, turn: int) -> Finish | None:
    """Some of what is missing on a desk; as long as there is more, another one follows."""
    found = meaning.behind(kind, desk, BATCH)
    writing = [write for pk in found if (write := meaning.brought_up_to_date(kind, pk)) is not None]
    if not writing:
        return None

    def finish() -> None:
        for write in writing:
            write()
        _put(desk, kind, 1 - turn)

    return finish


@job()
def look() -> None:
    """Where something is missing, catch up."""
    for desk in switches.desks_with(MODULE):
        begin(desk)


def begin(desk: int) -> None:
    """Catch up with a desk, in the background."""
    for kind in meaning.KINDS:
        if meaning.behind(kind, desk, 1):
            _put(desk, kind, 0)


def _put(desk: int, kind: str, turn: int) -> None:
    """By turns: the key of the one that runs is taken, so that at most two are under way."""
    key = f"knowledge.meaning:{kind}:{desk}:{turn}"
    catch_up.put(unique_key=key, priority=LATER, desk_id=desk, desk=desk, kind=kind, turn=turn)


every(LOOK_SECONDS, look)
