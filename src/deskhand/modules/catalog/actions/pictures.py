"""Pictures of items and categories."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import logo
from deskhand.files import blobs
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog import limits
from deskhand.modules.catalog.events import ItemEdited, ShelfEdited
from deskhand.modules.catalog.models import Item, Shelf
from deskhand.modules.catalog.models.service import WORDS_LIMIT

FRAME = logo.Frame(width=limits.PICTURE_SIDE, height=limits.PICTURE_SIDE, kind="WEBP", field="picture")
"""What is kept of a picture."""

Pictured = TypeVar("Pictured", Item, Shelf)


@transaction.atomic
def set_picture(*, actor: Actor, of: Pictured, content: bytes | None, words: str = "") -> Pictured:
    """Give an item or a category a picture, drawn anew, and say in ``words`` what it shows to those who do not see it.
    Without content the picture stays. Raises Invalid for what is no picture."""
    row = _held(actor, of)
    if content is None and row.picture_id is None:
        raise Invalid(_("Choose a picture."), {"picture": _("Choose a picture.")})
    said = " ".join(words.split())
    if len(said) > WORDS_LIMIT:
        told = _("At most %(limit)s characters.") % {"limit": WORDS_LIMIT}
        raise Invalid(told, {"words": told})
    if content is not None:
        row.picture = blobs.store(logo.cleaned(content, FRAME))
    row.picture_words = said
    return _kept(actor, row)


@transaction.atomic
def drop_picture(*, actor: Actor, of: Pictured) -> Pictured:
    """Show the icon again."""
    row = _held(actor, of)
    if row.picture_id is None:
        return row
    row.picture, row.picture_words = None, ""
    return _kept(actor, row)


def _held(actor: Actor, of: Pictured) -> Pictured:
    actor.need("catalog.design", of.desk_id)
    row: Pictured | None = type(of).objects.within(of.desk_id).select_for_update().filter(pk=of.pk).first()
    if row is None:
        raise NotFound
    return row


def _kept(actor: Actor, row: Pictured) -> Pictured:
    row.save(update_fields=["picture", "picture_words"])
    emit(_fact(row), actor=actor, desk_id=row.desk_id)
    return row


def _fact(row: Item | Shelf) -> ItemEdited | ShelfEdited:
    if isinstance(row, Item):
        return ItemEdited(item=row.pk, fields=["picture"])
    return ShelfEdited(shelf=row.pk, fields=["picture"])
