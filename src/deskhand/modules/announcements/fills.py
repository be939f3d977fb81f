"""What announcements put into the places of others, besides the menus."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.announcements.banners import in_workspace, on_portal
from deskhand.modules.announcements.demo import furnish
from deskhand.modules.announcements.models import Dismissal
from deskhand.modules.announcements.querysets import MODULE

slots.fill("workspace_banner", in_workspace, module=MODULE)
slots.fill("portal_banner", on_portal, module=MODULE)
slots.fill("api_router", ("/announcements", "deskhand.modules.announcements.api.router"), module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("person_rows", PersonRows(Dismissal, "person", once_with=("announcement_id",)))
