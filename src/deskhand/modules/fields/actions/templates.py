"""Named starts of tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.fields.actions.fill import understand
from deskhand.modules.fields.events import TemplateEdited
from deskhand.modules.fields.models import LABEL_LIMIT, Template
from deskhand.modules.fields.queries import asking
from deskhand.tickets.models import KIND_WORDS, Priority
from deskhand.tickets.models import Kind as TicketKind
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

TEMPLATE_LIMIT = 100
"""Most templates of a desk that are in use."""

BODY_LIMIT = 10_000
"""Longest text of a template in characters."""

TAGS_LIMIT = 1_000
"""Longest list of tags of a template in characters, commas included."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """A template as it shall be. ``values`` are what fields hold, by code."""

    name: str
    subject: str = ""
    body: str = ""
    kind: str = TicketKind.INCIDENT
    priority: int = Priority.NORMAL
    team: Team | None = None
    tags: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


@transaction.atomic
def save_template(*, actor: Actor, desk: Desk, start: Start, template: Template | None = None) -> Template:
    """Make a template or change one. Raises Invalid with the fields that cannot be taken."""
    actor.need("fields.configure", desk.pk)
    wanted = _columns(desk, start)
    if template is None:
        _need_room(desk)
    row = _locked(template) if template is not None else Template(desk=desk)
    changed = [name for name, value in wanted.items() if template is None or getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save()
        emit(TemplateEdited(template=row.pk, fields=changed), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def archive_template(*, actor: Actor, template: Template, archived: bool = True) -> Template:
    """Offer it no more, or again. Tickets that began with it stay as they are."""
    actor.need("fields.configure", template.desk_id)
    row = _locked(template)
    if row.is_archived != archived:
        row.is_archived = archived
        row.save(update_fields=["is_archived"])
        fact = TemplateEdited(template=row.pk, fields=["is_archived"])
        emit(fact, actor=actor, desk_id=row.desk_id)
    return row


def _need_room(desk: Desk) -> None:
    Desk.objects.select_for_update().get(pk=desk.pk)  # Two new ones at once must not both be the last allowed.
    if Template.objects.within(desk).in_use().count() >= TEMPLATE_LIMIT:
        raise Invalid(_("At most %(limit)s templates.") % {"limit": TEMPLATE_LIMIT})


def _columns(desk: Desk, start: Start) -> dict[str, Any]:
    name, subject = " ".join(start.name.split()), " ".join(start.subject.split())
    wrong: dict[str, str] = {}
    if not 0 < len(name) <= LABEL_LIMIT:
        wrong["name"] = _("Between 1 and %(limit)s characters.") % {"limit": LABEL_LIMIT}
    for key, text, limit in (
        ("subject", subject, SUBJECT_LIMIT),
        ("body", start.body, BODY_LIMIT),
        ("tags", start.tags, TAGS_LIMIT),
    ):
        if len(text) > limit:
            wrong[key] = _("At most %(limit)s characters.") % {"limit": limit}
    if start.kind not in KIND_WORDS:
        wrong["kind"] = _("One of: %(words)s.") % {"words": ", ".join(KIND_WORDS)}
    if start.priority not in Priority.values:
        wrong["priority"] = _("One of: low, normal, high, urgent.")
    if start.team is not None and start.team.desk_id != desk.pk:
        wrong["team"] = _("This team belongs to another desk.")
    if wrong:
        raise Invalid(_("This template cannot be taken."), wrong)
    read = understand(asking(desk.pk, ticket_kind=start.kind), start.values, {})
    return {
        "name": name,
        "subject": subject,
        "body": start.body.replace("\r\n", "\n").strip(),
        "kind": start.kind,
        "priority": start.priority,
        "team": start.team,
        "tags": ", ".join(one.strip() for one in start.tags.split(",") if one.strip()),
        "values": {code: one.texts for code, one in read.items() if one.texts},
    }


def _locked(template: Template) -> Template:
    rows = Template.objects.within(template.desk_id).select_for_update()
    found: Template | None = rows.filter(pk=template.pk).first()
    if found is None:
        raise NotFound
    return found
