"""What webhooks put into the places of others, besides the menus."""

from deskhand.kernel import slots
from deskhand.webhooks.api import router

slots.fill("api_router", ("/webhooks", router))
