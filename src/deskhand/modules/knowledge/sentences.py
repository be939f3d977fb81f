"""An article's state and its story in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Organization, Person
from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.modules.knowledge.models import OUTWARD, Article, Audience, Confidence, Use

HISTORY_SHOWN = 30
"""Facts on an article's page, the newest first."""

FACTS = {
    "article.created": gettext_lazy("began the article"),
    "article.imported": gettext_lazy("imported the article"),
    "article.translated": gettext_lazy("began a translation"),
    "article.sent_to_review": gettext_lazy("sent a version to review"),
    "article.sent_back": gettext_lazy("sent a version back"),
    "article.planned": gettext_lazy("planned when a version is published"),
    "article.published": gettext_lazy("published a version"),
    "article.withdrawn": gettext_lazy("withdrew it from its readers"),
    "article.draft_discarded": gettext_lazy("threw a draft away"),
    "article.audience_changed": gettext_lazy("changed who may read it"),
    "article.confidence_changed": gettext_lazy("changed how sure the desk is of it"),
    "article.governed": gettext_lazy("changed its details"),
    "article.moved": gettext_lazy("put it into another place"),
    "article.reviewed": gettext_lazy("found it still true"),
    "article.flagged": gettext_lazy("said what is to be mended"),
    "article.flag_reopened": gettext_lazy("opened something to mend again"),
    "article.flag_done": gettext_lazy("closed something to mend"),
}
"""What somebody did, after their name."""

USED = gettext_lazy("used it on a ticket")


def state(one: Article) -> str:
    """Who reads the article now, in a sentence."""
    if one.confidence == Confidence.ARCHIVED:
        return _("Archived: only the desk’s own people still find it, by its address or the filter.")
    if not one.translations.filter(published__isnull=False).exists():
        return _("Nothing is published yet: only the desk’s own people read the draft.")
    if one.audience not in OUTWARD:
        return _("Published for the desk’s own people.")
    if one.confidence != Confidence.VALIDATED:
        return _("Published for the desk’s own people. Others read it as soon as it is validated.")
    if one.expires_at and one.expires_at <= clock.now():
        return _("Expired: people outside the desk do not read it any more.")
    return _("Published for its audience.")


def audience_rows(one: Article) -> list[str]:
    """Names of the organizations, teams or people that its audience is narrowed to."""
    name = {Audience.ORGANIZATIONS: "organizations", Audience.TEAMS: "teams", Audience.NAMED: "people"}.get(
        Audience(one.audience)
    )
    return sorted(str(row.name) for row in getattr(one, name).all()) if name else []


def previews(one: Article) -> list[dict[str, str]]:
    """Whose eyes one may look through: everybody, a requester, people of each organization that it is for."""
    address = reverse("knowledge:preview", args=[one.desk.key, one.pk])
    found = [("public", _("a stranger")), ("requesters", _("somebody who is signed in"))]
    if one.audience == Audience.ORGANIZATIONS:
        named = one.organizations.order_by("name")[:20]
        found += [(f"organization-{row.pk}", _("somebody of %(name)s") % {"name": row.name}) for row in named]
    return [{"url": f"{address}?as={code}", "label": label} for code, label in found]


def organization_named(code: str) -> Organization | None:
    """The organization that ``previews`` means by this code."""
    pk = code.removeprefix("organization-")
    return Organization.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None


def history(one: Article) -> list[tuple[str, str, datetime]]:
    """Who did what and when, the newest first; uses on tickets by their rows, which stand as facts at the tickets."""
    facts = Event.objects.filter(subject_kind="article", subject_id=one.pk, desk_id=one.desk_id)
    rows: list[Any] = list(facts.order_by("-pk")[:HISTORY_SHOWN])
    uses = list(Use.objects.within(one.desk_id).filter(article=one)[:HISTORY_SHOWN])
    ids = {row.actor_id for row in rows if row.actor_id} | {row.person_id for row in uses if row.person_id}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    told = [(names.get(row.actor_id, _("Deskhand")), FACTS.get(row.code), row.at) for row in rows]
    told += [(names.get(row.person_id, _("Deskhand")), USED, row.at) for row in uses]
    said = [(who, str(what), at) for who, what, at in told if what is not None]
    return sorted(said, key=lambda entry: entry[2], reverse=True)[:HISTORY_SHOWN]
