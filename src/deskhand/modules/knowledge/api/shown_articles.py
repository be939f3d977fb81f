"""Articles as the API shows them to the desk's own people. A page is nine queries, whatever its length."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import markdown, shown
from deskhand.modules.knowledge.models import OPEN, Article, ArticleFile, Flag, Translation, Version
from deskhand.modules.knowledge.words import PARTS

_PLAIN = (
    "language", "confidence", "audience", "position", "keywords", "is_featured", "review_at", "expires_at", "uses",
    "origin", "created_at", "changed_at",
)  # fmt: skip
_OF_VERSION = (
    "number", "edition", "state", "title", "summary", "note", "review_note", "publish_at", "created_at", "changed_at",
    "published_at",
)  # fmt: skip

_OF_DRAFT = ("number", "edition", "state", "publish_at")


def person(one: Person | None) -> dict[str, Any] | None:
    """Somebody, as answers for staff name them."""
    return None if one is None else {"id": one.pk, "name": one.name, "email": one.email}


def many(actor: Actor, articles: Sequence[Article], *, form: str = "") -> list[dict[str, Any]]:
    """Articles of one desk that the actor reads as one of its own people. ``form`` is html or markdown for their words
    besides; without, they are lines of a list."""
    prefetch_related_objects(articles, "owner", "organizations", "teams", "people", "desk")
    ids = [one.pk for one in articles]
    spoken = _translations(articles, form)
    flagged = Counter(Flag.objects.scoped(article_id__in=ids, done_at=None).values_list("article_id", flat=True))
    known = _known(actor, articles)
    return [_article(one, spoken[one.pk], flagged[one.pk], known) for one in articles]


def one(actor: Actor, article: Article, form: str) -> dict[str, Any]:
    """An article with its words, as it is now."""
    fresh = Article.objects.served_by(actor).filter(pk=article.pk)
    return many(actor, list(fresh), form=form)[0]


def translation(row: Translation, form: str) -> dict[str, Any]:
    """An article in one language, with its words, as it is now."""
    return next(each for each in _translations([row.article], form)[row.article_id] if each["language"] == row.language)


def version(row: Version) -> dict[str, Any]:
    """A version without its words."""
    return {
        **{name: getattr(row, name) for name in _OF_VERSION},
        "written_by": person(row.written_by),
        "reviewer": person(row.reviewer),
        "made_from": row.made_from.number if row.made_from is not None else None,
    }


def worded(row: Version | None, form: str) -> dict[str, Any] | None:
    """A version with its words; None for none."""
    return None if row is None else version(row) | parts(row, form)


def parts(row: Version, form: str) -> dict[str, str]:
    """The four parts of a version."""
    write: Callable[[str], str] = markdown.markdown_from if form == "markdown" else str
    return {part: write(getattr(row, part)) for part in PARTS}


def file(row: ArticleFile, url: str) -> dict[str, Any]:
    """A file of an article."""
    names = ("filename", "content_type", "is_inline", "added_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}, "size": row.blob.size, "url": url}


def flag(row: Flag) -> dict[str, Any]:
    """Something to mend."""
    return {
        "id": row.pk,
        "article": row.article_id,
        **{name: getattr(row, name) for name in ("source", "text", "at", "done_at")},
        "person": person(row.person),
        "done_by": person(row.done_by),
        "language": row.translation.language if row.translation is not None else None,
    }


_ETAG_FIELDS = (
    "confidence", "audience", "organizations", "teams", "people", "shelf", "owner", "keywords", "is_featured",
    "review_at", "expires_at", "replaced_by",
)  # fmt: skip


def etag(found: dict[str, Any]) -> str:
    """The ETag of an article's state: it changes with what the routes of the article change, not with its words."""
    said = json.dumps([found[name] for name in _ETAG_FIELDS], default=str)
    return f'"{found["id"]}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"'


def draft_etag(translation_id: int, seen: Version | None) -> str:
    """The ETag of a translation: which version a draft would be saved over."""
    return f'"{translation_id}-{seen.number}.{seen.edition}"' if seen is not None else f'"{translation_id}-0.0"'


def _article(row: Article, spoken: list[dict[str, Any]], flags: int, known: set[int]) -> dict[str, Any]:
    titles = {each["language"]: each["title"] for each in spoken}
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "title": titles.get(row.language) or next(iter(titles.values()), ""),
        **{name: getattr(row, name) for name in _PLAIN},
        "organizations": _named(row.organizations.all()),
        "teams": _named(row.teams.all()),
        "people": [person(each) for each in row.people.all()],
        "shelf": row.shelf_id,
        "owner": person(row.owner),
        "replaced_by": row.replaced_by_id if row.replaced_by_id in known else None,
        "flags": flags,
        "translations": spoken,
    }


def _translations(articles: Sequence[Article], form: str) -> dict[int, list[dict[str, Any]]]:
    """Each article's languages, by its id."""
    keys = {each.pk: each.desk.key for each in articles}
    rows = list(Translation.objects.scoped(article_id__in=list(keys)).order_by("pk"))
    ids = [row.pk for row in rows]
    stale = set(Translation.objects.scoped(pk__in=ids).stale().values_list("pk", flat=True))
    wanted = Version.objects.scoped(translation_id__in=ids, state__in=[*OPEN, "published"])
    if not form:
        wanted = wanted.defer(*PARTS)
    found: dict[tuple[int, bool], Version] = {
        (each.translation_id, each.state == "published"): each
        for each in wanted.select_related("written_by", "reviewer", "made_from").defer(
            *(f"made_from__{part}" for part in PARTS)
        )
    }
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        told[row.article_id].append(
            _line(row, keys[row.article_id], row.pk in stale, found.get((row.pk, False)))
            | (_both(found, row.pk, form) if form else {})
        )
    return told


def _line(row: Translation, desk: str, is_stale: bool, draft: Version | None) -> dict[str, Any]:
    names = ("language", "title", "summary", "published_at", "first_published_at")
    return {
        **{name: getattr(row, name) for name in names},
        "url": shown.address(row, desk),
        "is_published": row.published_id is not None,
        "is_stale": is_stale,
        "open": None if draft is None else {name: getattr(draft, name) for name in _OF_DRAFT},
    }


def _both(found: dict[tuple[int, bool], Version], pk: int, form: str) -> dict[str, Any]:
    return {"published": worded(found.get((pk, True)), form), "draft": worded(found.get((pk, False)), form)}


def _named(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"id": each.pk, "name": each.name} for each in rows]


def _known(actor: Actor, articles: Sequence[Article]) -> set[int]:
    """Those of the articles' followers that the actor reads, too."""
    wanted = {each.replaced_by_id for each in articles if each.replaced_by_id}
    if not wanted:
        return set()
    return set(Article.objects.served_by(actor).filter(pk__in=wanted).values_list("pk", flat=True))
