"""Templates that articles are begun from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import rich, words
from deskhand.modules.knowledge.events import TemplateCreated, TemplateDeleted, TemplateEdited, TemplateRestored
from deskhand.modules.knowledge.models import Template
from deskhand.modules.knowledge.models.shelf import NAME_LIMIT
from deskhand.modules.knowledge.words import PARTS

TEMPLATE_LIMIT = 100
"""Templates of articles that a desk offers."""

KEEP_TEMPLATES = timedelta(days=30)
"""How long a deleted template of articles can be taken out again."""


@transaction.atomic
def save_template(
    *, actor: Actor, desk: Desk, called: str, parts: Mapping[str, str], template: Template | None = None
) -> Template:
    """Make a template behind the others, or change one. ``parts`` are HTML by the names of :data:`words.PARTS`. Raises
    Invalid with fields, NotFound for one that was deleted."""
    actor.need("knowledge.arrange", desk.pk)
    _lock(desk.pk)
    row = Template(desk=desk, created_at=clock.now()) if template is None else _kept(desk.pk, template.pk)
    clean = _checked(desk.pk, row, called, parts)
    changed = [name for name, value in clean.items() if getattr(row, name) != value]
    for name, value in clean.items():
        setattr(row, name, value)
    if template is None:
        row.position = _behind(desk.pk)
        row.save()
        emit(TemplateCreated(template=row.pk), actor=actor, desk_id=desk.pk)
    elif changed:
        row.save(update_fields=changed)
        emit(TemplateEdited(template=row.pk, fields=changed), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def arrange_templates(*, actor: Actor, desk: Desk, order: Sequence[int]) -> None:
    """Put all templates into this order (ids). Raises Conflict if there are others by now."""
    actor.need("knowledge.arrange", desk.pk)
    _lock(desk.pk)
    now = list(_offered(desk.pk).values_list("pk", flat=True))
    if sorted(now) != sorted(order):
        raise Conflict(_("The templates have changed meanwhile. Load the page again."))
    for place, pk in enumerate(order, start=1):
        if now[place - 1] != pk:
            emit(TemplateEdited(template=pk, fields=["position"]), actor=actor, desk_id=desk.pk)
    ranked = [Template(pk=pk, position=place) for place, pk in enumerate(order, start=1)]
    Template.objects.within(desk).bulk_update(ranked, ["position"])


@transaction.atomic
def delete_template(*, actor: Actor, template: Template) -> None:
    """Offer a template no more. For :data:`KEEP_TEMPLATES` it can be taken out again."""
    actor.need("knowledge.arrange", template.desk_id)
    _lock(template.desk_id)
    row = _kept(template.desk_id, template.pk)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    emit(TemplateDeleted(template=row.pk), actor=actor, desk_id=row.desk_id)


@transaction.atomic
def restore_template(*, actor: Actor, template: Template) -> Template:
    """Offer a deleted template again, behind the others; one that is offered stays as it is. Raises Invalid where
    another one has its name by now."""
    actor.need("knowledge.arrange", template.desk_id)
    _lock(template.desk_id)
    row: Template | None = Template.objects.within(template.desk_id).filter(pk=template.pk).first()
    if row is None:
        raise NotFound
    if row.removed_at is None:
        return row
    wrong = _wrong_name(row.desk_id, row, row.name) or _too_many(row.desk_id)
    if wrong:
        raise Invalid(wrong, {"name": wrong})
    row.removed_at, row.position = None, _behind(row.desk_id)
    row.save(update_fields=["removed_at", "position"])
    emit(TemplateRestored(template=row.pk), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def forget_templates() -> None:
    """Remove what was deleted longer ago than :data:`KEEP_TEMPLATES`."""
    old = Template.objects.beyond_walls("what was deleted on any desk grows old alike")
    old.filter(removed_at__lt=clock.now() - KEEP_TEMPLATES).delete()


def _offered(desk_id: int) -> Any:
    return Template.objects.within(desk_id).offered()


def _kept(desk_id: int, pk: int) -> Template:
    found: Template | None = _offered(desk_id).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _checked(desk_id: int, row: Template, called: str, parts: Mapping[str, str]) -> dict[str, str]:
    name = " ".join(called.split())
    wrong = {"name": said} if (said := _wrong_name(desk_id, row, name)) else {}
    for part in PARTS:
        if len(parts.get(part, "")) > rich.PART_LIMIT:
            wrong[part] = _("This part is too long: at most %(limit)s characters.") % {"limit": rich.PART_LIMIT}
    if row._state.adding and (said := _too_many(desk_id)):
        wrong["name"] = said
    clean = {part: words.clean(parts.get(part, "")) for part in PARTS} if not wrong else {}
    if clean and not any(clean.values()):
        wrong["resolution"] = _("Write at least one of the parts.")
    if wrong:
        raise Invalid(_("This template cannot be saved."), wrong)
    return {"name": name, **clean}


def _wrong_name(desk_id: int, row: Template, name: str) -> str:
    if not name:
        return _("Write a name.")
    if len(name) > NAME_LIMIT:
        return _("At most %(limit)s characters.") % {"limit": NAME_LIMIT}
    if _offered(desk_id).filter(name=name).exclude(pk=row.pk).exists():
        return _("Another template has this name.")
    return ""


def _too_many(desk_id: int) -> str:
    if _offered(desk_id).count() < TEMPLATE_LIMIT:
        return ""
    return _("A desk has at most %(limit)s templates.") % {"limit": TEMPLATE_LIMIT}


def _behind(desk_id: int) -> int:
    return int(_offered(desk_id).aggregate(top=Max("position"))["top"] or 0) + 1


def _lock(desk_id: int) -> None:
    """One change of a desk's templates at a time, so that no two have one name."""
    list(Desk.objects.select_for_update().filter(pk=desk_id).values_list("pk"))
