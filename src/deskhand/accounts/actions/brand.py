"""How a desk looks to those who ask it."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import logo as logos
from deskhand.accounts.events import DeskBrandChanged
from deskhand.accounts.models import Desk, DeskBrand
from deskhand.accounts.models.brand import WORDS_LIMIT
from deskhand.files import blobs
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.web.colour import is_colour

EXAMPLE = "#0b5c7a"
"""A colour as it is written."""


@transaction.atomic
def set_brand(
    *, actor: Actor, desk: Desk, accent: str = "", words: str = "", logo: bytes | None = None, drop_logo: bool = False
) -> DeskBrand:
    """Set a desk's accent colour (``#rrggbb`` or empty) and its words on the portal; ``logo`` is the content of a new
    picture, ``drop_logo`` takes the old one away. Raises Invalid for what cannot be taken."""
    actor.need("desks.edit", desk.pk)
    accent, words = accent.strip().lower(), words.strip()
    _check(accent, words)
    Desk.objects.select_for_update().get(pk=desk.pk)
    row = DeskBrand.objects.filter(desk=desk).first() or DeskBrand(desk=desk)
    old = (row.accent, row.words, row.logo_id)
    row.accent, row.words = accent, words
    if logo is not None:
        row.logo = blobs.store(logos.cleaned(logo))
    elif drop_logo:
        row.logo = None
    new = (row.accent, row.words, row.logo_id)
    if new == old:
        return row
    row.mark = secrets.token_urlsafe(18)
    row.save()
    fields = [name for name, was, now in zip(("accent", "words", "logo"), old, new, strict=True) if was != now]
    values = {"accent": (old[0], new[0])} if "accent" in fields else {}
    fact = DeskBrandChanged(
        desk=desk.pk,
        fields=fields,
        old={name: pair[0] for name, pair in values.items()},
        new={name: pair[1] for name, pair in values.items()},
    )
    emit(fact, actor=actor, desk_id=desk.pk)
    return row


def _check(accent: str, words: str) -> None:
    wrong = {}
    if accent and not is_colour(accent):
        wrong["accent"] = _("Write a colour like %(example)s.") % {"example": EXAMPLE}
    if len(words) > WORDS_LIMIT:
        wrong["words"] = _("At most %(limit)s characters.") % {"limit": WORDS_LIMIT}
    if wrong:
        raise Invalid(_("This look cannot be taken."), wrong)
