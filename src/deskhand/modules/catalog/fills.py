"""What the catalog puts into the places of others, besides panels and menus."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.catalog import portal_search  # noqa: F401 (its places)
from deskhand.modules.catalog.answers import answers
from deskhand.modules.catalog.demo import furnish
from deskhand.modules.catalog.history import SENTENCES
from deskhand.modules.catalog.models import (
    Entitlement,
    Favourite,
    FormDraft,
    Order,
    OrderLine,
    RecurringOrder,
)
from deskhand.modules.catalog.moving import said_before
from deskhand.modules.catalog.own_moves import refused
from deskhand.modules.catalog.querysets import MODULE
from deskhand.modules.catalog.stages import stages

slots.fill("person_rows", PersonRows(Order, "person", _("What they ordered"), stays=Q(state="cart")))
slots.fill("person_rows", PersonRows(OrderLine, "for_person", desk="desk_id"))
slots.fill("person_rows", PersonRows(Entitlement, "person", desk="item__desk_id"))
slots.fill("person_rows", PersonRows(Favourite, "person", once_with=("item",), desk="item__desk_id"))
slots.fill("person_rows", PersonRows(FormDraft, "person", once_with=("item",), desk="item__desk_id"))
slots.fill("person_rows", PersonRows(RecurringOrder, "person", desk="item__desk_id"))
slots.fill("person_rows", PersonRows(RecurringOrder, "for_person", desk="item__desk_id"))
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
slots.fill("request_stage", stages, module=MODULE, order=10)
slots.fill("own_move_guard", refused, module=MODULE)
slots.fill("ticket_answers", answers, module=MODULE)
slots.fill("demo_content", furnish, module=MODULE, order=80)
slots.fill("api_router", ("/catalog", "deskhand.modules.catalog.api.router"), module=MODULE)
slots.fill("move_notice", said_before, module=MODULE)
