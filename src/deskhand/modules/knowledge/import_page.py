"""What the pages of imports show: counts, rows in words, and how far the worker is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.jobs.models import Job, JobState
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import access, licences
from deskhand.modules.knowledge.actions.follow_up_import import KEEP_IMPORTS, may_be_taken_back
from deskhand.modules.knowledge.actions.import_articles import ARCHIVE_BYTES
from deskhand.modules.knowledge.exchange.planning import ADD, CHANGE, REFUSE, SAME
from deskhand.modules.knowledge.models import Article, ArticleImport, Level, Stage
from deskhand.web.middleware import UPLOADS_AT_ONCE

PAGE = 50
"""Rows of an import on one page."""

HISTORY = 100
"""Newest imports on the page."""

DOES = {ADD: _("Added"), CHANGE: _("Changed"), SAME: _("Unchanged"), REFUSE: _("Refused")}
"""What becomes of a page, in words."""

KINDS = {"folder": _("Markdown or HTML"), "zendesk": "Zendesk Guide", "confluence": "Confluence"}
"""Kinds of archives, in words."""

WORKING = (Stage.READING, Stage.WORKING)
"""Stages in which the worker has it."""


def archive_megabytes() -> int:
    """The largest archive that can be handed over on a page, in megabytes: what one request may carry."""
    return min(ARCHIVE_BYTES, UPLOADS_AT_ONCE * settings.DESKHAND.max_upload) // 2**20


def history(actor: Actor, desk: Desk) -> list[dict[str, Any]]:
    """The newest imports that the actor may look at, each with its counts."""
    rows = access.imports_of(actor, desk).select_related("by")[:HISTORY]
    return [{"row": one, "kind": KINDS.get(one.kind, ""), "counts": counts(one)} for one in rows]


def counts(batch: ArticleImport) -> dict[str, int]:
    """How many pages are added, changed, unchanged and refused."""
    found = Counter(row["does"] for row in batch.rows)
    return {code: found[code] for code in DOES}


def progress(batch: ArticleImport) -> dict[str, Any]:
    """Whether the worker has it, and whether work for it waits or runs at all."""
    alive = Job.objects.filter(unique_key=f"knowledge.import:{batch.pk}", state__in=[JobState.READY, JobState.RUNNING])
    return {"batch": batch, "is_working": batch.stage in WORKING, "is_stopped": not alive.exists()}


def page(actor: Actor, batch: ArticleImport, show: str, number: str | None) -> dict[str, Any]:
    """Everything on the page of an import that is read, done or refused; ``show`` narrows its rows."""
    show = show if show in DOES else ""
    rows = [row for row in batch.rows if not show or row["does"] == show]
    leaf = Paginator(rows, PAGE).get_page(number)
    found = counts(batch)
    until = batch.ended_at + KEEP_IMPORTS if batch.ended_at else None
    return {
        "batch": batch,
        "kind": KINDS.get(batch.kind, ""),
        "counts": found,
        "show": show,
        "tabs": [("", _("All"), len(batch.rows)), *((code, DOES[code], found[code]) for code in DOES)],
        "page": leaf,
        "rows": described(actor, batch, list(leaf.object_list)),
        "much": found[ADD] + found[CHANGE],
        "may_take_back": may_be_taken_back(batch),
        "until": until,
        "is_publisher": licences.has(actor, batch.desk_id, Level.PUBLISHER),
    }


def described(actor: Actor, batch: ArticleImport, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in words; each leads to its article if that is there and the actor reads it. One query."""
    ids = {row["article"] for row in rows if row["article"]}
    mine = Article.objects.served_by(actor).filter(desk_id=batch.desk_id, pk__in=ids)
    readable = set(mine.values_list("pk", flat=True)) if ids else set()
    return [{**row, "label": DOES[row["does"]], "leads": row["article"] in readable} for row in rows]
