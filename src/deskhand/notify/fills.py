"""What notify puts into the places of others."""

from datetime import timedelta

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.notify.actions.forgetting import KEPT
from deskhand.notify.models import Notification, Preference, Rhythm
from deskhand.web import numbers

numbers.tell(notification_days=KEPT // timedelta(days=1))

for _rows in (
    PersonRows(Notification, "person", once_with=("kind", "event_id"), desk="desk_id"),
    PersonRows(Preference, "person", once_with=("kind", "channel", "desk_id"), desk="desk_id"),
    PersonRows(Rhythm, "person"),
):
    slots.fill("person_rows", _rows)
