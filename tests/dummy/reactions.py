"""Consequences, within the transaction and after it."""

from __future__ import annotations

from deskhand.accounts.models import DeskRole
from deskhand.kernel.reactions import afterwards, together
from deskhand.notify.actions import tell
from tests.dummy.events import MarkLeft
from tests.dummy.models import mark


@together(MarkLeft)
def note_at_once(event: MarkLeft) -> None:
    """In the transaction of the fact."""
    mark(event.meta.desk_id or 0, "together")


@afterwards(MarkLeft)
def note_and_tell(event: MarkLeft) -> None:
    """As a job: a mark, and a word to everybody else on the desk."""
    desk_id = event.meta.desk_id or 0
    mark(desk_id, "afterwards")
    tell(
        kind="dummy_left", fact=event, people=DeskRole.objects.filter(desk_id=desk_id).values_list("person", flat=True)
    )
