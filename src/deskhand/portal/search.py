"""What the portal's one search finds of the core: one's own requests, after what others find."""

from deskhand.kernel import slots
from deskhand.portal.searching import OwnRequests

slots.fill("portal_search", OwnRequests(), order=70)
