"""The page “All mail”: everything that came in and went out, how the mailboxes are, and what waits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deskhand.accounts.models import Desk
from deskhand.mail import health, queries, traffic
from deskhand.mail.models import LetterKind
from deskhand.mail.outcomes import WORDS
from deskhand.mail.sending.servers import server_for
from deskhand.mail.sending.trying import KEPT_HERE
from deskhand.ops.frame import page, the_desk
from deskhand.ops.mail_pages.keeping_form import KeepingForm
from deskhand.tickets import curtain
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_safe
def everything(request: HttpRequest, desk: str) -> HttpResponse:
    """Letters of both ways, newest first, for ``show``, ``q``, ``days`` and ``before`` of the address."""
    return shown(request, the_desk(desk), "mail:mail", "")


@gate("desk:mail.settings", sample="desk")
@require_safe
def received(request: HttpRequest, desk: str) -> HttpResponse:
    """What came in."""
    return shown(request, the_desk(desk), "mail:received", traffic.IN)


@gate("desk:mail.settings", sample="desk")
@require_safe
def sent(request: HttpRequest, desk: str) -> HttpResponse:
    """What went out, or could not."""
    return shown(request, the_desk(desk), "mail:sent", traffic.OUT)


def shown(
    request: HttpRequest, desk: Desk, name: str, only: str, *, keeping: KeepingForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, narrowed to ``only``; ``keeping`` is its form if that was refused."""
    asked = _asked(request, desk, only)
    rows, onward = traffic.passed(desk, asked)
    context: dict[str, Any] = {
        "rows": rows,
        "asked": asked,
        "tabs": _tabs(desk, asked),
        "boxes": health.of_boxes(desk),
        "periods": [(days or "all", _period(days)) for days in (*traffic.DAYS, None)],
        "older": f"?{_query(asked, before=onward)}" if onward else "",
        "here": reverse(name, args=[desk.key]),
        "outcomes": WORDS,
        "kinds": dict(LetterKind.choices),
        "kept": KEPT_HERE,
        "has_server": _has_server(desk),
        "keeping": keeping or KeepingForm.of(desk),
    }
    return page(request, "ops/mail/traffic.html", desk, status=status, **context)


def _asked(request: HttpRequest, desk: Desk, shown: str) -> traffic.Asked:
    """What the address asks for; what it cannot mean counts as not said."""
    given = request.GET.get("show", shown)
    days = request.GET.get("days", "")
    period = int(days) if days.isdecimal() and len(days) < 4 and int(days) in traffic.DAYS else traffic.DEFAULT_DAYS
    return traffic.Asked(
        shown=given if given in traffic.SHOWN else shown,
        words=request.GET.get("q", "")[: traffic.SEARCH_LIMIT].replace("\0", "").strip(),
        days=None if days == "all" else period,
        before=request.GET.get("before", ""),
        hidden=curtain.hidden_numbers(actor_of(request), desk.pk),
    )


def _tabs(desk: Desk, asked: traffic.Asked) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        traffic.IN: _("In"),
        traffic.OUT: _("Out"),
        "waiting": _("Waiting"),
        "quarantine": _("Quarantine"),
        "ignored": _("Not made into tickets"),
        "failed": _("Not delivered"),
    }
    counts = {"quarantine": queries.quarantined(desk), "failed": queries.undelivered(desk, hidden=asked.hidden)}
    here = reverse("mail:mail", args=[desk.key])
    return [
        {
            "label": labels[one],
            "url": f"{here}?{_query(asked, show=one)}",
            "is_current": one == asked.shown,
            "count": counts.get(one) or None,
        }
        for one in traffic.SHOWN
    ]


def _query(asked: traffic.Asked, **changed: str) -> str:
    """The address's question with what is changed; a page of a list that was narrowed anew begins at its top."""
    days = "" if asked.days == traffic.DEFAULT_DAYS else str(asked.days or "all")
    wanted = {"show": asked.shown, "q": asked.words, "days": days, **changed}
    return urlencode({name: value for name, value in wanted.items() if value})


def _period(days: int | None) -> str:
    return _("All time") if days is None else _("Last %(days)s days") % {"days": days}


def _has_server(desk: Desk) -> bool:
    """True if letters of the desk's first mailbox go to a server."""
    from deskhand.mail.outbox import mailbox_of

    try:
        return server_for(mailbox_of(desk.pk)) is not None
    except ValueError:
        return True
