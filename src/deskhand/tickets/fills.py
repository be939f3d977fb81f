"""What tickets put into the places of others."""

from deskhand.kernel import slots
from deskhand.tickets.actions import make_statuses

slots.fill("desk_made", make_statuses, order=10)
