"""The catalog for programs: the same verbs as the pages, the same rule of what is somebody's to order."""

from ninja import Router

router = Router(tags=["Catalog"])
"""Under ``/api/v1/catalog``."""

from deskhand.modules.catalog.api import (  # noqa: E402 (they put their routes into the router)
    arranging,
    cart,
    costs,
    designing,
    entitling,
    hidden_answers,
    keeping,
    many,
    pictures,
    regular,
    sets,
    shopping,
)

__all__ = [
    "arranging",
    "cart",
    "costs",
    "designing",
    "entitling",
    "hidden_answers",
    "keeping",
    "many",
    "pictures",
    "regular",
    "router",
    "sets",
    "shopping",
]
