"""Texts of an item and of its questions in another language."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog import asking
from deskhand.modules.catalog.actions.designing import draft_of
from deskhand.modules.catalog.events import ItemEdited
from deskhand.modules.catalog.models import Item
from deskhand.modules.catalog.models.item import TITLE_LIMIT
from deskhand.modules.catalog.models.service import WORDS_LIMIT
from deskhand.modules.catalog.tongues import FORM, OWN, texts_in, translated
from deskhand.modules.catalog.wording import folded

DESCRIPTION_LIMIT = 20_000
"""Longest description of an item in another language, in characters."""

LIMITS = {"title": TITLE_LIMIT, "description": DESCRIPTION_LIMIT}


@transaction.atomic
def translate(*, actor: Actor, item: Item, language: str, own: Mapping[str, str], form: Mapping[str, str]) -> Item:
    """Say the item's texts (``own``, by name) and those of its questions (``form``, by the text as it is written) in a
    language: these and no others. An empty one is shown as it was written. Raises Invalid for a text that is too long
    for its place."""
    actor.need("catalog.design", item.desk_id)
    rows = Item.objects.within(item.desk_id).select_for_update(of=("self",)).select_related("published")
    row: Item | None = rows.filter(pk=item.pk).first()
    if row is None:
        raise NotFound
    said = {name: own.get(name, "").strip() for name in OWN}
    texts = _texts(row, form)
    _check(row, language, said, texts)
    kept = {name: text for name, text in said.items() if text} | ({FORM: texts} if texts else {})
    words = {code: one for code, one in (row.words or {}).items() if code != language} | (
        {language: kept} if kept else {}
    )
    if words != row.words:
        row.words = words
        row.folded = folded(row.title, row.summary, row.description, row.words)
        row.save(update_fields=["words", "folded"])
        emit(ItemEdited(item=row.pk, fields=["words"]), actor=actor, desk_id=row.desk_id)
    return row


def _texts(item: Item, form: Mapping[str, str]) -> dict[str, str]:
    """Those of texts that are asked, published or being written."""
    forms = [draft_of(item), item.published.form if item.published is not None else {}]
    known = {text for one in forms for text in texts_in(one)}
    return {text: given.strip() for text, given in form.items() if text in known and given.strip()}


def _check(item: Item, language: str, own: Mapping[str, str], texts: Mapping[str, str]) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("There is no such language."), {"language": _("There is no such language.")})
    wrong = {}
    for name, text in own.items():
        limit = LIMITS.get(name, WORDS_LIMIT)
        if len(text) > limit:
            wrong[name] = _("At most %(limit)s characters.") % {"limit": limit}
    if wrong:
        raise Invalid(_("Some texts are too long."), wrong)
    for form in (draft_of(item), item.published.form if item.published is not None else None):
        if form is not None:
            asking.read_form(translated(form, texts))
