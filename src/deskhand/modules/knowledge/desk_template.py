"""Categories of articles of a desk's template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import slots
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf
from deskhand.modules.knowledge.models import Shelf


def topic(work: Work, entry: Entry) -> Made | None:
    """A category, in every language that the file speaks."""
    said = work.said(entry)
    there = Shelf.objects.within(work.desk).filter(parent=None, name=said["name"]).first()
    if there is not None:
        return Made(there, is_new=False)
    others = {code: entry.said(code) for code, _name in settings.LANGUAGES if code != work.language}
    details = ShelfDetails(
        name=said["name"],
        text=str(said.get("text", "")),
        icon=str(said.get("icon", "")),
        names={code: one["name"] for code, one in others.items()},
        texts={code: str(one.get("text", "")) for code, one in others.items()},
    )
    return Made(create_shelf(actor=work.actor, desk=work.desk, details=details))


def shown(said: Mapping[str, Any]) -> list[str]:
    """What stands in it."""
    return [str(said["text"])] if said.get("text") else []


_TOPICS = Section(
    code="topics",
    title=_("Categories of articles"),
    keys=("name*", "text", "icon"),
    make=topic,
    shown=shown,
    url="knowledge:shelves",
)

slots.fill("desk_template", _TOPICS, module="knowledge", order=70)
