"""What the module remembers."""

from deskhand.modules.catalog.models.entitlement import Entitlement, Whom
from deskhand.modules.catalog.models.item import (
    CancelUntil,
    CostCentreRule,
    Item,
    ItemKind,
    ItemVersion,
    PriceEvery,
    Shelf,
    Status,
)
from deskhand.modules.catalog.models.order import (
    ENDED_STATES,
    Favourite,
    FormDraft,
    LineState,
    Order,
    OrderLine,
    OrderState,
    RecurringOrder,
)
from deskhand.modules.catalog.models.question_set import FormVisit, QuestionSet, QuestionSetVersion
from deskhand.modules.catalog.models.service import CatalogRules, ServiceProfile, ServiceStatus

__all__ = [
    "ENDED_STATES",
    "CancelUntil",
    "CatalogRules",
    "CostCentreRule",
    "Entitlement",
    "Favourite",
    "FormDraft",
    "FormVisit",
    "Item",
    "ItemKind",
    "ItemVersion",
    "LineState",
    "Order",
    "OrderLine",
    "OrderState",
    "PriceEvery",
    "QuestionSet",
    "QuestionSetVersion",
    "RecurringOrder",
    "ServiceProfile",
    "ServiceStatus",
    "Shelf",
    "Status",
    "Whom",
]
