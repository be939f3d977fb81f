"""Telling many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.announcements import steps
from deskhand.modules.announcements.events import AnnouncementPublished
from deskhand.modules.announcements.models import TITLE_LIMIT, Announcement, Audience, Kind
from deskhand.modules.announcements.steps import Step
from deskhand.modules.announcements.texts import TEXT_LIMIT, Words, cleaned

ORGANIZATION_LIMIT = 200
"""Most organizations of one announcement."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an announcement says, when, and to whom. ``others`` maps language codes to the words in them, ``steps`` are
    the texts that come later, in their order."""

    kind: str
    words: Words
    starts_at: datetime
    ends_at: datetime | None = None
    audience: str = Audience.EVERYBODY
    organizations: Sequence[Organization] = ()
    others: Mapping[str, Words] = field(default_factory=dict)
    steps: Sequence[Step] = ()


@transaction.atomic
def publish(*, actor: Actor, desk: Desk, details: Details) -> Announcement:
    """Write an announcement. It shows by itself from its beginning to its end. Raises Invalid with the fields."""
    actor.need("announcements.publish", desk.pk)
    row = Announcement(desk=desk, created_at=clock.now(), created_by_id=actor.person_id)
    for name, value in columns(details).items():
        setattr(row, name, value)
    row.due_at = row.next_moment(row.created_at)
    row.save()
    row.organizations.set(details.organizations)
    fact = AnnouncementPublished(announcement=row.pk, kind=row.kind, audience=row.audience)
    emit(fact, actor=actor, desk_id=desk.pk)
    return row


def columns(details: Details) -> dict[str, Any]:
    """The details as columns, cleaned. Raises Invalid with the fields that cannot be taken."""
    wrong = _wrong(details)
    if wrong:
        raise Invalid(_("This announcement cannot be published."), wrong)
    main = cleaned(details.words)
    others = {code: cleaned(words) for code, words in details.others.items() if words.title.strip()}
    window = {"starts_at": details.starts_at, "ends_at": details.ends_at}
    said = {**main, "others": others, "steps": steps.column(details.steps)}
    return {**said, **window, "kind": details.kind, "audience": details.audience}


def _wrong(details: Details) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if details.kind not in Kind.values:
        wrong["kind"] = _("One of: %(words)s.") % {"words": ", ".join(Kind.values)}
    if details.audience not in Audience.values:
        wrong["audience"] = _("One of: %(words)s.") % {"words": ", ".join(Audience.values)}
    if details.audience == Audience.ORGANIZATIONS and not details.organizations:
        wrong["organizations"] = _("Choose at least one organization.")
    if len(details.organizations) > ORGANIZATION_LIMIT:
        wrong["organizations"] = _("At most %(limit)s organizations.") % {"limit": ORGANIZATION_LIMIT}
    if details.ends_at is not None and details.ends_at <= details.starts_at:
        wrong["ends_at"] = _("The end lies before the beginning.")
    return wrong | _wrong_words(details) | steps.wrong(details.steps, details.starts_at, details.ends_at)


def _wrong_words(details: Details) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not details.words.title.strip():
        wrong["title"] = _("Write a title: it is what people read first.")
    for suffix, words in [("", details.words), *((f"_{code}", words) for code, words in details.others.items())]:
        if len(" ".join(words.title.split())) > TITLE_LIMIT:
            wrong[f"title{suffix}"] = _("At most %(limit)s characters.") % {"limit": TITLE_LIMIT}
        if len(words.text) > TEXT_LIMIT:
            wrong[f"text{suffix}"] = _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
        if suffix and words.text.strip() and not words.title.strip():
            wrong[f"title{suffix}"] = _("Write a title in this language too, or leave its text empty.")
    for code in (*details.others, *(code for one in details.steps for code in one.others)):
        if code not in dict(settings.LANGUAGES):
            wrong["others"] = _("Known languages: %(words)s.") % {"words": ", ".join(dict(settings.LANGUAGES))}
    return wrong
