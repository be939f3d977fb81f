"""The verbs of the catalog. Pages, programs and jobs call these and nothing else."""

from deskhand.modules.catalog.actions.going_on import cancel_line, change_line, go_on, read_secrets
from deskhand.modules.catalog.actions.items import (
    Entitled,
    delete_shelf,
    entitle,
    save_item,
    save_profile,
    save_rules,
    save_shelf,
    set_item_status,
)
from deskhand.modules.catalog.actions.many import check_many, order_many
from deskhand.modules.catalog.actions.ordering import change_in_cart, check_out, drop_from_cart, order, put_in_cart
from deskhand.modules.catalog.actions.own import favour, keep_draft
from deskhand.modules.catalog.actions.regular import (
    Rhythm,
    change_regular,
    order_regularly,
    pause_regular,
    place_regular,
    resume_regular,
    stop_regular,
)

__all__ = [
    "Entitled",
    "Rhythm",
    "cancel_line",
    "change_in_cart",
    "change_line",
    "change_regular",
    "check_many",
    "check_out",
    "delete_shelf",
    "drop_from_cart",
    "entitle",
    "favour",
    "go_on",
    "keep_draft",
    "order",
    "order_many",
    "order_regularly",
    "pause_regular",
    "place_regular",
    "put_in_cart",
    "read_secrets",
    "resume_regular",
    "save_item",
    "save_profile",
    "save_rules",
    "save_shelf",
    "set_item_status",
    "stop_regular",
]
