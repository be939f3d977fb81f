"""The desk's articles: the list, and one of them with all that stands around it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deskhand.kernel import clock
from deskhand.modules.knowledge import (
    access,
    answering,
    catalogue,
    decay,
    differences,
    licences,
    sentences,
    shown,
    tongues,
    words,
)
from deskhand.modules.knowledge.actions.write import open_version, source_version
from deskhand.modules.knowledge.forms_list import NEEDS, ListForm
from deskhand.modules.knowledge.models import Article, Flag, Level, Translation, Version
from deskhand.modules.knowledge.views.frame import here, page, section_tabs, spoken
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate

FLAGS_SHOWN = 50
"""Things to mend on an article's page, the newest first."""

VERSIONS_SHOWN = 200
"""Versions in the list of versions, the newest first."""


@gate("desk:knowledge.read", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The articles that one reads as somebody of the desk, narrowed and sorted."""
    actor, where = actor_of(request), desk_of(request, desk)
    form = ListForm(request.GET, desk=where)
    wanted = form.wanted
    leaf = Paginator(catalogue.chosen(actor, where, wanted), catalogue.PAGE).get_page(request.GET.get("page"))
    given: dict[str, Any] = {
        "rows": catalogue.rows_of(actor, where, list(leaf.object_list)),
        "page": leaf,
        "form": form,
        "answers": _answers(request, where.pk, wanted.get("q", "")),
    }
    narrowed = {name: value for name, value in wanted.items() if name not in ("q", "sort", "needs")}
    given |= {"tabs": section_tabs(actor, where, "list")}
    given |= {"query": urlencode(wanted), "wanted": wanted, "is_narrowed": bool(narrowed), "needs": NEEDS}
    return page(request, "knowledge/list.html", where, **given)


@gate("desk:knowledge.read", sample="desk")
@require_safe
def article(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One article in a language (``language``): what is published, or its open version (``draft``)."""
    actor, one = actor_of(request), here(request, desk, pk)
    chosen = access.translation_of(one, request.GET.get("language") or one.language, is_published=False)
    assert chosen is not None  # noqa: S101 (an article has at least one translation)
    draft = open_version(chosen)
    version = draft if draft and ("draft" in request.GET or not chosen.published) else chosen.published or draft
    version = version or chosen.versions.first()
    given: dict[str, Any] = {
        "one": one,
        "chosen": chosen,
        "version": version,
        "draft": draft,
        "state": sentences.state(one),
    }
    given |= {
        "parts": shown.parts(version) if version else [],
        "tongues": _languages(one, chosen),
        "audience_rows": sentences.audience_rows(one),
    }
    given["decay"], given["decay_reasons"] = decay.of(one, clock.now())
    given |= {"flags": _flags(one), "history": sentences.history(one), "previews": sentences.previews(one)}
    publisher = licences.has(actor, one.desk_id, licences.to_publish(one))
    given |= {"may_publish": publisher, "may_validate": licences.has(actor, one.desk_id, Level.PUBLISHER)}
    given |= {"may_govern": licences.has(actor, one.desk_id, Level.CONTRIBUTOR)}
    return page(request, "knowledge/article.html", one.desk, **given)


@gate("desk:knowledge.read", sample="desk")
@require_safe
def versions(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """The versions of a translation, and what is different between two of them (``from`` and ``to``)."""
    one = here(request, desk, pk)
    chosen = spoken(one, language)
    rows = list(chosen.versions.select_related("written_by", "reviewer")[:VERSIONS_SHOWN])
    numbers = {row.number: row for row in rows}
    after = numbers.get(_number(request, "to")) or (rows[0] if rows else None)
    before = numbers.get(_number(request, "from")) or _before(after, rows)
    changes = differences.between(words.of(before), words.of(after)) if before and after else []
    given: dict[str, Any] = {
        "one": one,
        "chosen": chosen,
        "rows": rows,
        "before": before,
        "after": after,
        "changes": changes,
    }
    return page(request, "knowledge/versions.html", one.desk, **given)


def _answers(request: HttpRequest, desk_id: int, question: str) -> list[answering.Answer]:
    language = translation.get_language() or "en"
    return answering.answered(actor_of(request), question, language=language, desk_ids=[desk_id]) if question else []


def _number(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _before(after: Version | None, rows: list[Version]) -> Version | None:
    return next((row for row in rows if after is not None and row.number < after.number), None)


def _languages(one: Article, chosen: Translation) -> list[dict[str, Any]]:
    """The languages in which it can be written or is: where each stands, and whether it says what its source says."""
    known = {row.language: row for row in one.translations.select_related("published")}
    listed = tongues.offered(one.desk_id, *known)
    source = source_version(one)
    stale = set(Translation.objects.within(one.desk).stale().filter(article=one).values_list("language", flat=True))
    found = []
    for code, name in listed:
        row = known.get(code)
        if row is None:
            said = _("not translated")
        elif code in stale:
            said = _("its source has changed since")
        else:
            said = _("published") if row.published_id else _("draft")
        found.append(
            {
                "code": code,
                "name": name,
                "row": row,
                "said": said,
                "is_stale": code in stale,
                "is_current": row == chosen,
                "is_source": code == one.language,
            }
        )
    return found if source else [entry for entry in found if entry["row"]]


def _flags(one: Article) -> list[Flag]:
    found = Flag.objects.within(one.desk).filter(article=one, done_at=None).select_related("person")
    return list(found[:FLAGS_SHOWN])
