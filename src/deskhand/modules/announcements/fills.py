"""What announcements put into the places of others, besides the menus."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.announcements.banners import in_place, in_workspace, on_portal
from deskhand.modules.announcements.demo import furnish
from deskhand.modules.announcements.models import Dismissal, Follow
from deskhand.modules.announcements.offers import KnownOutages, offered
from deskhand.modules.announcements.portal_search import KnownTroubles
from deskhand.modules.announcements.querysets import MODULE

slots.fill("workspace_banner", in_workspace, module=MODULE)
slots.fill("portal_banner", on_portal, module=MODULE)
slots.fill("portal_notices", in_place, module=MODULE)
slots.fill("request_offer", offered, module=MODULE, order=20)
slots.fill("known_trouble", KnownOutages(), module=MODULE)
slots.fill("portal_search", KnownTroubles(), module=MODULE, order=10)
slots.fill("api_router", ("/announcements", "deskhand.modules.announcements.api.router"), module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("person_rows", PersonRows(Dismissal, "person", once_with=("announcement_id",)))
slots.fill("person_rows", PersonRows(Follow, "person", once_with=("announcement_id",)))
