"""What the help center shows of a desk to somebody: its categories, lists of articles, and one article. Everything
begins with what whoever looks may read without working for the desk; nothing else is counted or named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import videos
from deskhand.modules.knowledge.models import Article, Shelf, Translation, Version

PAGE = 100
"""Articles of a category on one page."""

USEFUL = 6
"""Articles that the first page names as featured, and as those that helped most."""

RELATED = 5
"""Articles that are named below another one."""

CONTENTS_FROM = 3
"""From how many headings on an article has a list of contents."""


_INTO_HELP = re.compile(r'href="(/help/[^"#][^"]*)"')


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list."""

    title: str
    summary: str
    url: str
    language: str


@dataclass(slots=True)
class Branch:
    """A category with its sections; ``count`` is how many articles the reader may read in it and below it."""

    shelf: Shelf
    name: str
    text: str
    url: str
    count: int = 0
    sections: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an article: its label is empty where it is the only one."""

    code: str
    label: str
    html: Markup


def readable(actor: Actor, desk: Desk) -> Any:
    """The desk's articles that whoever looks may read here."""
    return Article.objects.outward_to(actor, clock.now()).filter(desk=desk)


def address(translation: Translation, desk_key: str) -> str:
    """Where an article stands, without its language."""
    return reverse("knowledge:help_article", args=[desk_key, translation.article_id, translation.slug])


def lines(articles: Iterable[Article], desk: Desk, language: str) -> list[Line]:
    """Articles as lines of a list, in their order, each in the reader's language where it has that. One query."""
    order = [one.pk for one in articles]
    spoken = in_language(order, language)
    return [_line(spoken[pk], desk.key) for pk in order if pk in spoken]


def in_language(article_ids: Sequence[int], language: str) -> dict[int, Translation]:
    """The published translation of each article in that language, else in its first one, else in any."""
    found = Translation.objects.scoped(article_id__in=list(article_ids), published__isnull=False)
    by_article: dict[int, list[Translation]] = defaultdict(list)
    for one in found.select_related("article"):
        by_article[one.article_id].append(one)
    return {
        pk: min(ones, key=lambda one: (one.language != language, one.language != one.article.language, one.pk))
        for pk, ones in by_article.items()
    }


def featured(actor: Actor, desk: Desk, language: str) -> list[Line]:
    """What the desk puts first."""
    return lines(readable(actor, desk).filter(is_featured=True)[:USEFUL], desk, language)


def most_useful(actor: Actor, desk: Desk, language: str) -> list[Line]:
    """What helped most: used on tickets, and judged as helpful by readers. What neither is true of is left out."""
    helped = Count("translations__judgements", filter=Q(translations__judgements__has_helped=True), distinct=True)
    found = readable(actor, desk).filter(is_featured=False).annotate(helped=helped, score=F("uses") + F("helped"))
    return lines(found.filter(score__gt=0).order_by("-score", "-changed_at", "pk")[:USEFUL], desk, language)


def branches(actor: Actor, desk: Desk, language: str) -> list[Branch]:
    """The desk's categories in its order, those with something to read for whoever looks. Two queries."""
    counted = Counter(dict(readable(actor, desk).order_by().values_list("shelf_id").annotate(Count("pk"))))
    by_pk = {one.pk: _branch(one, desk, language) for one in Shelf.objects.within(desk)}
    tops: list[Branch] = []
    for branch in by_pk.values():
        above = by_pk.get(branch.shelf.parent_id or 0)
        (above.sections if above else tops).append(branch)
    return _pruned(tops, counted)


def branch_of(tops: Iterable[Branch], shelf_id: int) -> tuple[Branch, list[Branch]] | None:
    """A category among them, and those that it stands in, from the top."""
    for one in tops:
        if one.shelf.pk == shelf_id:
            return one, []
        if found := branch_of(one.sections, shelf_id):
            return found[0], [one, *found[1]]
    return None


def loose(actor: Actor, desk: Desk) -> Any:
    """Articles that stand in no category."""
    return readable(actor, desk).filter(shelf=None)


def related(actor: Actor, article: Article, language: str) -> list[Line]:
    """Others of the same category, the most used first."""
    if article.shelf_id is None:
        return []
    found = readable(actor, article.desk).filter(shelf_id=article.shelf_id).exclude(pk=article.pk)
    return lines(found.order_by("-uses", "position", "pk")[:RELATED], article.desk, language)


def spoken(article: Article, language: str) -> tuple[Translation, list[Translation]]:
    """The article in the reader's language, else in its first one, and all languages in which it can be read."""
    others: list[Translation] = list(article.translations.filter(published__isnull=False).select_related("published"))
    if not others:
        raise NotFound
    chosen = min(others, key=lambda one: (one.language != language, one.language != article.language, one.pk))
    return chosen, sorted(others, key=lambda one: one.language)


def parts(version: Version | None) -> list[Part]:
    """The parts that have words, as the reader meets them: what it is about, for whom, what helps, why."""
    return [Part(code, label, anchored(html, code)) for code, label, html in _said(version)]


def on_paper(version: Version) -> list[Part]:
    """The same parts without what only a screen has: videos are addresses, nothing is an anchor."""
    return [Part(code, label, Markup(videos.on_paper(html))) for code, label, html in _said(version)]  # noqa: S704


def contents(shown: Iterable[Part]) -> list[tuple[str, str]]:
    """Anchors and words of the headings of a long article; nothing for a short one."""
    found: list[tuple[str, str]] = []
    for part in shown:
        if part.label:
            found.append((part.code, part.label))
        found += [(anchor, _plain(words)) for anchor, words in _ANCHORED.findall(part.html)]
    return found if len(found) >= CONTENTS_FROM else []


def anchored(html: str, prefix: str) -> Markup:
    """Clean HTML whose headings have an address of their own, and whose code and tables can be scrolled by keyboard
    where they are wider than the page; videos are boxes that ask nothing of anybody yet."""
    numbers = iter(range(1, 10_000))
    headed = _HEADING.sub(lambda met: f'<{met[1]}{met[2]} id="{prefix}-{next(numbers)}">', html)
    scrolls = f'tabindex="0" role="group" aria-label="{escape(_("Text, wider than the page"))}"'
    headed = headed.replace("<pre>", f"<pre {scrolls}>").replace("</table>", "</table></div>")
    return Markup(videos.boxed(_TABLE.sub(f'<div class="wide" {scrolls}><table', headed)))  # noqa: S704


_TABLE = re.compile(r"<table(?=[\s>])")
_HEADING = re.compile(r"<(h[2-4])((?:\s[^>]*)?)>")
_ANCHORED = re.compile(r'<h[2-3][^>]* id="([a-z]+-\d+)">(.*?)</h[2-3]>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def _said(version: Version | None) -> list[tuple[str, str, str]]:
    """Code, label and HTML of the parts that have words; the label is empty where there is one alone."""
    labels: Mapping[str, str] = {
        "issue": _("What happens"),
        "environment": _("Where this applies"),
        "resolution": _("What helps"),
        "cause": _("Why it happens"),
    }
    found = [(code, html) for code in labels if (html := getattr(version, code, ""))]
    return [(code, "" if len(found) == 1 else labels[code], html) for code, html in found]


def with_links(parts: Sequence[Part], change: Callable[[str], str]) -> list[Part]:
    """The parts with other addresses in their links into the help center. What stood there was cleaned and stays so:
    the new address is escaped."""

    def changed(met: re.Match[str]) -> str:
        return f'href="{escape(change(unescape(met[1])))}"'

    return [replace(one, html=Markup(_INTO_HELP.sub(changed, one.html))) for one in parts]  # noqa: S704 (clean before)


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _line(one: Translation, desk_key: str) -> Line:
    return Line(one.title, one.summary, address(one, desk_key), one.language)


def _branch(shelf: Shelf, desk: Desk, language: str) -> Branch:
    url = reverse("knowledge:help_shelf", args=[desk.key, shelf.slug])
    return Branch(shelf, shelf.called(language), shelf.told(language), url)


def _pruned(found: list[Branch], counted: Mapping[Any, int]) -> list[Branch]:
    kept = []
    for one in found:
        one.sections = _pruned(one.sections, counted)
        one.count = counted.get(one.shelf.pk, 0) + sum(section.count for section in one.sections)
        if one.count:
            kept.append(one)
    return kept
