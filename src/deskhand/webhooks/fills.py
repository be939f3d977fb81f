"""What webhooks put into the places of others, besides the menus."""

from datetime import timedelta

from deskhand.kernel import slots
from deskhand.web import numbers
from deskhand.webhooks.jobs import FAILING_FOR
from deskhand.webhooks.listeners import listens

numbers.tell(failing_days=FAILING_FOR // timedelta(days=1))

slots.fill("api_router", ("/webhooks", "deskhand.webhooks.api.router"))
slots.fill("event_listener", listens)
