"""The desk's own list of its articles: filtered, sorted, and what stands beside each title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import translation as languages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import decay, finding
from deskhand.modules.knowledge.models import OPEN, Article, Flag, Shelf, State, Translation, Version

PAGE = 50
"""Articles on one page of the list."""

SOON = timedelta(days=30)
"""How far ahead an expiry is called soon."""

FOUND_LIMIT = 200
"""Articles that the word index adds to those whose titles hold what is looked for."""

SORTS = {
    "changed": "-changed_at",
    "title": "shown_title",
    "uses": "-uses",
    "review": "review_at",
    "created": "-created_at",
    "decay": "-decay",
}
"""Orders of the list, and what each goes by."""


@dataclass(slots=True)
class Row:
    """An article in the list. ``marks`` are words with a tone (empty, ``warning``): what somebody should look at."""

    article: Article
    title: str
    languages: list[str]
    marks: list[tuple[str, str]] = field(default_factory=list)


def chosen(actor: Actor, desk: Desk, wanted: Mapping[str, Any]) -> Any:
    """The desk's articles that the actor reads as one of its own people, filtered and sorted as ``wanted`` says (the
    fields of :class:`forms_list.ListForm`). Archived ones only if asked for."""
    rows = Article.objects.served_by(actor).filter(desk=desk)
    confidence = wanted.get("confidence")
    rows = rows.filter(confidence=confidence) if confidence else rows.exclude(confidence="archived")
    if wanted.get("audience"):
        rows = rows.filter(audience=wanted["audience"])
    if wanted.get("language"):
        spoken = Translation.objects.within(desk).filter(article_id=OuterRef("pk"), language=wanted["language"])
        rows = rows.filter(Exists(spoken))
    if wanted.get("sort") == "decay" or wanted.get("needs") == "decaying":
        rows = decay.scored(rows, desk, clock.now())
    rows = _of_owner(rows, actor, wanted.get("owner") or "")
    rows = _needing(rows, actor, desk, wanted.get("needs") or "")
    if wanted.get("shelf"):
        rows = rows.filter(shelf_id__in=below(desk, int(wanted["shelf"])))
    if wanted.get("q"):
        rows = _said(rows, actor, desk, wanted["q"])
    order = SORTS.get(wanted.get("sort") or "", SORTS["changed"])
    return titled(rows, desk).order_by(order, "pk").select_related("shelf", "owner")


def rows_of(actor: Actor, desk: Desk, articles: Sequence[Article]) -> list[Row]:
    """The lines of one page. Four queries, however many there are."""
    ids = [one.pk for one in articles]
    spoken: dict[int, list[Translation]] = {}
    for one in Translation.objects.within(desk).filter(article_id__in=ids):
        spoken.setdefault(one.article_id, []).append(one)
    open_ones = Version.objects.within(desk).filter(translation__article_id__in=ids, state__in=OPEN)
    states = Counter(open_ones.values_list("translation__article_id", "state"))
    flagged = Counter(Flag.objects.within(desk).filter(article_id__in=ids, done_at=None).values_list("article_id"))
    stale = Counter(Translation.objects.within(desk).stale().filter(article_id__in=ids).values_list("article_id"))
    return [
        Row(
            article=one,
            title=getattr(one, "shown_title", "") or _("(no title)"),
            languages=sorted(each.language for each in spoken.get(one.pk, [])),
            marks=_marks(one, states, flagged[(one.pk,)], stale[(one.pk,)]),
        )
        for one in articles
    ]


def tree(desk: Desk) -> list[tuple[Shelf, int]]:
    """The desk's categories in their order, each with how deep it stands. One query."""
    by_parent: dict[int | None, list[Shelf]] = {}
    for one in Shelf.objects.within(desk):
        by_parent.setdefault(one.parent_id, []).append(one)
    return _walked(by_parent, None, 0)


def shelf_choices(desk: Desk) -> list[tuple[str, str]]:
    """Categories for a choice in a form, sections set in below theirs."""
    return [
        (str(shelf.pk), "\u2003" * depth + shelf.called(languages.get_language() or "")) for shelf, depth in tree(desk)
    ]


def _walked(by_parent: Mapping[int | None, list[Shelf]], parent: int | None, depth: int) -> list[tuple[Shelf, int]]:
    found: list[tuple[Shelf, int]] = []
    for one in by_parent.get(parent, []):
        found += [(one, depth), *_walked(by_parent, one.pk, depth + 1)]
    return found


def below(desk: Desk, pk: int) -> list[int]:
    """A category and the sections in it."""
    found, inside = [pk], False
    top = 0
    for shelf, depth in tree(desk):
        if shelf.pk == pk:
            inside, top = True, depth
        elif inside and depth > top:
            found.append(shelf.pk)
        else:
            inside = False
    return found


def _of_owner(rows: Any, actor: Actor, owner: str) -> Any:
    if owner == "me":
        return rows.filter(owner_id=actor.person_id or 0)
    return rows.filter(owner=None) if owner == "nobody" else rows


def _needing(rows: Any, actor: Actor, desk: Desk, needs: str) -> Any:
    if needs in ("in_review", "draft"):
        states = [State.IN_REVIEW] if needs == "in_review" else list(OPEN)
        waiting = Version.objects.within(desk).filter(translation__article_id=OuterRef("pk"), state__in=states)
        return rows.filter(Exists(waiting))
    if needs == "due":
        return rows.filter(review_at__lte=clock.now())
    if needs == "expiring":
        return rows.filter(expires_at__lte=clock.now() + SOON)
    if needs == "flagged":
        return rows.filter(Exists(Flag.objects.within(desk).filter(article_id=OuterRef("pk"), done_at=None)))
    if needs == "decaying":
        return rows.filter(decay__gte=decay.DECAYED)
    if needs == "stale":
        return rows.filter(Exists(Translation.objects.within(desk).stale().filter(article_id=OuterRef("pk"))))
    return rows


def _said(rows: Any, actor: Actor, desk: Desk, words: str) -> Any:
    """Those whose titles or keywords hold the words, drafts among them, and those that say them as published."""
    language = languages.get_language() or "en"
    ids = [
        one.article_id for one in finding.find(actor, words, language=language, desk_ids=[desk.pk], limit=FOUND_LIMIT)
    ]
    titled = Translation.objects.within(desk).filter(article_id=OuterRef("pk"))
    for word in words.split()[: finding.WORDS_LIMIT]:
        titled = titled.filter(Q(title__icontains=word) | Q(article__keywords__icontains=word))
    return rows.filter(Exists(titled) | Q(pk__in=ids))


def titled(rows: Any, desk: Desk) -> Any:
    """The same articles, each with the title in its first language as ``shown_title``."""
    own = Translation.objects.within(desk).filter(article_id=OuterRef("pk"), language=OuterRef("language"))
    return rows.annotate(shown_title=Subquery(own.values("title")[:1]))


def _marks(one: Article, states: Counter[Any], flags: int, stale: int) -> list[tuple[str, str]]:
    at = clock.now()
    found: list[tuple[str, str]] = []
    if states[one.pk, State.IN_REVIEW]:
        found.append((_("In review"), "warning"))
    if states[one.pk, State.APPROVED]:
        found.append((_("Planned"), ""))
    if states[one.pk, State.DRAFT]:
        found.append((_("Draft"), ""))
    if flags:
        found.append((ngettext("%(num)s thing to mend", "%(num)s things to mend", flags) % {"num": flags}, "warning"))
    if stale:
        said = ngettext("%(num)s stale translation", "%(num)s stale translations", stale) % {"num": stale}
        found.append((said, "warning"))
    if score := getattr(one, "decay", 0):
        said = _("Decay %(score)s of 100") % {"score": score}
        found.append((said, "warning" if score >= decay.DECAYED else ""))
    if one.review_at and one.review_at <= at:
        found.append((_("Review due"), "warning"))
    if one.expires_at and one.expires_at <= at + SOON:
        found.append((_("Expired") if one.expires_at <= at else _("Expires soon"), "warning"))
    return found
