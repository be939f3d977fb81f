"""Measures as pages and files show them: groups of figures, each with what it means and where its "
"records are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.importing.export import harmless
from deskhand.accounts.models import Desk
from deskhand.modules.knowledge import measured
from deskhand.modules.knowledge.measures import MIN_ANSWERS, Measures
from deskhand.modules.knowledge.models import Judgement, Place, Spared, Use
from deskhand.web import moments

NONE = "–"
"""Where there is nothing to divide by."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure. ``links`` are the numbers that it is made of: label, number, where the records are."""

    label: str
    value: str
    meaning: str
    links: Sequence[tuple[str, int, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a figure. ``article`` is the id of one that is to be led to, 0 for none; ``ticket`` "
    "its number."""

    words: str
    detail: str
    at: Any
    article: int = 0
    ticket: int = 0


def groups(found: Measures, desk: Desk) -> list[tuple[str, list[Shown]]]:
    """All figures, in groups with a heading."""

    def linked(*codes: str) -> list[tuple[str, int, str]]:
        return [(names[code], found.counts[code], measured.address(desk, found.span, code)) for code in codes]

    names = labels()
    return [
        (_("Answering with articles"), _in_use(found, linked)),
        (_("Answering before the ticket"), _before(found, linked)),
        (
            _("Keeping them true: now"),
            [Shown(name, str(count), "", [(name, count, url)]) for name, count, url in linked(*measured.NEEDS)],
        ),
    ]


def labels() -> dict[str, str]:
    """What each figure counts, in words."""
    return {
        "resolved": _("Resolved tickets"),
        "linked": _("Resolved tickets with an article"),
        "opened": _("Tickets opened"),
        "uses": _("Uses"),
        "written": _("Articles written from a ticket"),
        "reused": _("Uses of articles that were there"),
        "touched": _("Articles used or remarked on"),
        "changed": _("Of them changed since"),
        "published": _("Articles published for the first time"),
        "judged": _("Readers who said whether it helped"),
        "helped": _("Readers whom it helped"),
        "answered": _("Readers whom it helped, without a request in hand"),
        "confirmed": _("Requests spared, confirmed"),
        "inferred": _("Requests spared, inferred"),
        "searches": _("Searches"),
        "unanswered": _("Searches without result"),
        "stale": _("Articles with stale translations"),
        "due": _("Articles to review"),
        "expiring": _("Articles that have expired, or will soon"),
        "flagged": _("Articles to mend"),
        "decaying": _("Articles that decay"),
    }


def percent(share: Fraction | None) -> str:
    """A share of 1 in percent, cut to one digit behind the point; a dash where there is none."""
    if share is None:
        return NONE
    return _("%(number)s %%") % {"number": number(int(share * 1000) / 10, 1)}


def as_csv(found: Measures) -> str:
    """All numbers, and the categories, as lines for spreadsheets."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_("Figure"), _("From"), _("To"), _("Number")])
    days = [found.span.first.isoformat(), found.span.last.isoformat()]
    for code, name in labels().items():
        writer.writerow([name, *days, found.counts[code]])
    shares = {
        _("Link rate"): found.link_rate,
        _("Reuse"): found.reuse,
        _("Modify rate"): found.modify_rate,
        _("Self-service score"): found.score,
        _("Deflection, confirmed"): found.deflection_confirmed,
        _("Deflection, with inferred"): found.deflection,
        _("Searches without result, share"): found.without_result,
        _("Helpful, share"): found.helpful,
    }
    for name, share in shares.items():
        writer.writerow([name, *days, "" if share is None else round(float(share), 4)])
    for name, length in ((_("Hours to publish, median"), found.median), (_("Hours to publish, 90 %"), found.most)):
        writer.writerow([name, *days, "" if length is None else round(length.total_seconds() / 3600, 1)])
    writer.writerow([])
    writer.writerow([_("Category"), _("Articles"), _("Uses"), _("Requests spared"), _("Helped"), _("Answers")])
    for one in found.shelves:
        name = one.shelf.name if one.shelf else _("None")
        writer.writerow([harmless(name), one.articles, one.uses, one.spared, one.helped, one.judged])
    return "\ufeff" + file.getvalue()


def lines(rows: Sequence[Any], titles: dict[int, str]) -> list[Line]:
    """Records of a figure as a list shows them."""
    return [_line(one, titles) for one in rows]


def _line(one: Any, titles: dict[int, str]) -> Line:
    if isinstance(one, Use):
        return Line(titles.get(one.article_id, ""), one.get_how_display(), one.at, one.article_id, one.ticket.number)
    if isinstance(one, Spared):
        said = _("confirmed") if one.is_confirmed else _("inferred")
        detail = f"{said} · {Place(one.place).label}"
        return Line(titles.get(one.article_id, ""), detail, one.at, one.article_id)
    if isinstance(one, Judgement):
        pk = one.translation.article_id
        return Line(titles.get(pk, ""), _("It helped") if one.has_helped else _("It did not help"), one.at, pk)
    if hasattr(one, "folded"):
        count = ngettext("%(num)s article found", "%(num)s articles found", one.found) % {"num": one.found}
        return Line(one.words, f"{Place(one.place).label} · {one.language} · {count}", one.at)
    first_at = getattr(one, "first_at", None)
    detail = _("published after %(length)s") % {"length": length(first_at - one.created_at)} if first_at else ""
    return Line(titles.get(one.pk, ""), detail, first_at or one.changed_at, one.pk)


def _in_use(found: Measures, linked: Callable[..., list[tuple[str, int, str]]]) -> list[Shown]:
    most = [] if found.most is None else [_("Nine of ten took at most %(length)s.") % {"length": length(found.most)}]
    return [
        Shown(
            _("Link rate"),
            percent(found.link_rate),
            _("Resolved tickets with an article / resolved tickets"),
            linked("linked", "resolved"),
        ),
        Shown(
            _("Reuse"),
            percent(found.reuse),
            _("Uses of articles that were there / all uses. The others were written from the ticket."),
            linked("reused", "written", "uses"),
        ),
        Shown(
            _("Modify rate"),
            percent(found.modify_rate),
            _("Articles of which a new version was published after a use or a remark / articles used or remarked on"),
            linked("changed", "touched"),
        ),
        Shown(
            _("Time to publish"),
            length(found.median),
            " ".join([_("The median, from begin to first publication. Imported ones are left out."), *most]),
            linked("published"),
        ),
    ]


def _before(found: Measures, linked: Callable[..., list[tuple[str, int, str]]]) -> list[Shown]:
    return [*_spared(found, linked), *_read(found, linked)]


def _read(found: Measures, linked: Callable[..., list[tuple[str, int, str]]]) -> list[Shown]:
    few = _("Fewer than %(num)s answers make no share.") % {"num": MIN_ANSWERS}
    return [
        Shown(
            _("Searches without result"),
            percent(found.without_result),
            _("Searches that found no article / searches"),
            linked("unanswered", "searches"),
        ),
        Shown(
            _("Helpful"),
            percent(found.helpful),
            _("Readers whom an article helped / readers who said so or not")
            + (f". {few}" if found.counts["judged"] < MIN_ANSWERS else ""),
            linked("helped", "judged"),
        ),
    ]


def _spared(found: Measures, linked: Callable[..., list[tuple[str, int, str]]]) -> list[Shown]:
    return [
        Shown(
            _("Self-service score"),
            NONE if found.score is None else _("%(number)s : 1") % {"number": number(float(found.score), 2)},
            _(
                "(Requests spared + readers whom an article helped) / tickets opened. Usually users of the help "
                "center are divided by users of tickets; readers are not followed here, so only what they said "
                "or did counts."
            ),
            linked("confirmed", "inferred", "answered", "opened"),
        ),
        Shown(
            _("Deflection, confirmed"),
            percent(found.deflection_confirmed),
            _("Requests spared of which somebody said so / (these + tickets opened)"),
            linked("confirmed", "opened"),
        ),
        Shown(
            _("Deflection, with what is inferred"),
            percent(found.deflection),
            _(
                "Inferred: somebody signed in opened an article that was offered or found, and neither asked nor "
                "searched again for a day. Strangers are not followed, so they are not counted."
            ),
            linked("inferred", "confirmed", "opened"),
        ),
    ]


def length(taken: Any) -> str:
    """A stretch of time in words; a dash for none."""
    return NONE if taken is None else moments.duration(taken)


def number(value: float, digits: int) -> str:
    """As the reader writes it, without digits behind the point that say nothing."""
    return str(number_format(value, 0 if value == int(value) else digits))
