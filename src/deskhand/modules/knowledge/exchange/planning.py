"""What importing a parcel would do to a desk: for each page, whether it adds, changes, says nothing new, or is
refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.knowledge import words
from deskhand.modules.knowledge.actions.files import address_of, checked
from deskhand.modules.knowledge.actions.write import open_version
from deskhand.modules.knowledge.exchange import markup
from deskhand.modules.knowledge.exchange.archive import Archive
from deskhand.modules.knowledge.exchange.parcel import Page, Parcel
from deskhand.modules.knowledge.models import Article, ArticleFile, Shelf, Translation
from deskhand.modules.knowledge.words import PARTS, Words

_BETWEEN = re.compile(r"> <")

ADD, CHANGE, SAME, REFUSE = "add", "change", "same", "refuse"


@dataclass
class Row:
    """What one page would do (or did). ``words`` are problems and remarks, as sentences."""

    page: Page
    does: str
    words: list[str] = field(default_factory=list)
    article_id: int = 0

    def written(self) -> dict[str, Any]:
        """As it is kept with the import."""
        return {
            "path": self.page.path,
            "title": self.page.words.title,
            "language": self.page.language,
            "does": self.does,
            "words": self.words,
            "article": self.article_id,
        }


def plan(actor: Actor, desk_id: int, parcel: Parcel, archive: Archive) -> list[Row]:
    """A row for each page, in the order of the parcel. Reads; writes nothing."""
    known, seen = known_articles(actor, desk_id, parcel), set[tuple[str, str]]()
    shelves = None if actor.may("knowledge.arrange", desk_id) else _shelf_names(desk_id)
    rows = []
    for page in parcel.pages:
        row = Row(page, ADD)
        problems = [*page.problems, *_wrong(page, archive)]
        if (page.origin, page.language) in seen:
            problems.append(_("This article stands twice in the archive in this language."))
        seen.add((page.origin, page.language))
        row.words = [*problems, *page.remarks, *([] if problems else _unsaid(page))]
        if shelves is not None and page.origin not in known and not shelves.issuperset(map(str.casefold, page.shelves)):
            row.words.append(_("Its category is not there, and you cannot add it: it comes into the nearest one."))
        row.does = REFUSE if problems else _does(known.get(page.origin), page, archive)
        row.article_id = known[page.origin].pk if page.origin in known else 0
        rows.append(row)
    return rows


def known_articles(actor: Actor, desk_id: int, parcel: Parcel) -> dict[str, Article]:
    """Articles of the desk that pages of the parcel are about, by origin: those that were imported under it, and the
    desk's own that were exported. What the actor may not read is not known: an archive neither finds out that it is
    there, nor changes it."""
    origins = {page.origin for page in parcel.pages}
    found = Article.objects.served_by(actor).filter(desk_id=desk_id).select_related("desk")
    known = {one.origin: one for one in found.filter(origin__in=sorted(origins))}
    own = [int(origin.split(":")[1]) for origin in origins if _is_own(origin)]
    for one in found.filter(pk__in=own):
        if (origin := own_origin(one)) in origins:
            known[origin] = one
    return known


def own_origin(article: Article) -> str:
    """How an export names an article of the desk: by number and birth, so that no other installation's is meant."""
    return article.origin or f"deskhand:{article.pk}:{int(article.created_at.timestamp())}"


def addressed(page: Page, pictures: Callable[[str], str | None], links: Callable[[str], str | None]) -> Words:
    """The page's words with addresses of ours: ``pictures`` gives that of a file by its path in the archive, ``links``
    that of an article by its origin."""

    def picture(address: str) -> str | None:
        return pictures(page.pictures[address]) if address in page.pictures else None

    def link(address: str) -> str | None:
        return links(page.links[address]) if address in page.links else None

    if not page.pictures and not page.links:
        return page.words
    parts = {part: getattr(page.words, part) for part in PARTS}
    return replace(
        page.words, **{part: markup.readdressed(html, picture, link) for part, html in parts.items() if html}
    )


def files_of(article: Article) -> dict[str, ArticleFile]:
    """The article's files by the digest of their content."""
    files = ArticleFile.objects.within(article.desk_id).filter(article=article, removed_at=None)
    return {one.blob.digest: one for one in files.select_related("blob").order_by("-pk")}


def link_of(article: Article, translation: Translation | None) -> str:
    """The address of an article on the portal."""
    slug = translation.slug if translation else "article"
    return f"/help/{article.desk.key}/articles/{article.pk}-{slug}/"


def _does(article: Article | None, page: Page, archive: Archive) -> str:
    if article is None:
        return ADD
    translation = article.translations.filter(language=page.language).select_related("published").first()
    if translation is None:
        return ADD
    version = open_version(translation) or translation.published
    files = files_of(article)

    def picture(path: str) -> str | None:
        file = files.get(hashlib.sha256(archive.read(path)).hexdigest())
        return address_of(file) if file is not None else None

    said = words.taken(addressed(page, picture, lambda _origin: None))
    return SAME if version is not None and is_same(words.of(version), said, page.links) else CHANGE


def is_same(before: Words, after: Words, links: Mapping[str, str]) -> bool:
    """Whether two texts say the same, white space between blocks apart; where links lead to other imported articles, by
    their plain words."""
    if not links:
        return _pressed(before) == _pressed(after)
    return (before.title, before.texts()) == (after.title, after.texts())


def _pressed(said: Words) -> list[str]:
    return [_BETWEEN.sub("><", " ".join(value.split())) for value in said.columns().values()]


def _unsaid(page: Page) -> list[str]:
    """That pictures have no words for people who do not see them."""
    count = sum(markup.unsaid_pictures(html) for part in PARTS if "<img" in (html := getattr(page.words, part)))
    if not count:
        return []
    told = ngettext(
        "%(num)s picture has no description for people who do not see it.",
        "%(num)s pictures have no description for people who do not see them.",
        count,
    )
    return [told % {"num": count}]


def _shelf_names(desk_id: int) -> set[str]:
    return {name.casefold() for name in Shelf.objects.within(desk_id).values_list("name", flat=True)}


def _is_own(origin: str) -> bool:
    kind, _colon, rest = origin.partition(":")
    return kind == "deskhand" and all(piece.isdecimal() and len(piece) < 16 for piece in rest.split(":"))


def _wrong(page: Page, archive: Archive) -> list[str]:
    found: list[str] = []
    try:
        if words.is_empty(words.taken(page.words)) and not page.is_draft:
            found.append(_("There is nothing to read in it."))
    except Invalid as refusal:
        found += [str(one) for one in refusal.fields.values()] or [str(refusal)]
    for path in dict.fromkeys(page.pictures.values()):
        found += _unfit(archive, path, is_inline=True)
    for path in page.files:
        found += _unfit(archive, path, is_inline=False) if archive.has(path) else []
    return found


def _unfit(archive: Archive, path: str, *, is_inline: bool) -> list[str]:
    try:
        checked(path, archive.read(path), is_inline=is_inline)
    except DeskhandError as refusal:
        return [str(refusal)]
    return []
