"""What the portal's one search finds of articles."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.kernel import slots, switches
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import shown
from deskhand.modules.knowledge.finding import Found, find
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.portal.pages import actor_of
from deskhand.portal.searching import SUGGESTED, Group, Hit
from deskhand.web import places

FOUND_PAGE = 20
"""Articles on one page of what the help center's search found."""


class Articles:
    """Articles that whoever asks may read without working for the desk, best first."""

    code = "articles"

    def suggested(self, request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
        """The best few."""
        actor = actor_of(request)
        lines = [_line(actor, one) for one in _found(actor, desks, question, SUGGESTED)]
        return [Hit(one.title, one.url, one.summary, one.language) for one in lines]

    def found(self, request: HttpRequest, desks: list[Desk], question: str, page: int) -> Group | None:
        """One page."""
        actor, begin = actor_of(request), (page - 1) * FOUND_PAGE
        hits = _found(actor, desks, question, begin + FOUND_PAGE + 1)[begin:]
        if not hits:
            return None
        lines = [_line(actor, one) for one in hits[:FOUND_PAGE]]
        markup = places.drawn("knowledge/_help_lines.html", {"lines": lines}, request)
        more = self._url(question, page + 1) if len(hits) > FOUND_PAGE else ""
        is_all = page == 1 and not more
        label = ngettext("%(num)s article", "%(num)s articles", len(lines)) % {"num": len(lines)} if is_all else ""
        back = self._url(question, page - 1) if page > 1 else ""
        return Group(self.code, label or _("Articles"), markup, more, back)

    def _url(self, question: str, page: int) -> str:
        return f"?{urlencode({'q': question, 'in': self.code, 'page': page})}"


def _found(actor: Actor, desks: list[Desk], question: str, limit: int) -> list[Found]:
    on = set(switches.desks_with(MODULE))
    ids = [one.pk for one in desks if one.pk in on]
    language = (translation.get_language() or "en").partition("-")[0]
    return find(actor, question, language=language, desk_ids=ids, is_outward=True, limit=limit) if ids else []


def _line(actor: Actor, hit: Found) -> shown.Line:
    """For those who are signed in the address says that the article was found: see :mod:`actions.inferring`."""
    one = hit.translation
    found = "" if actor.person_id is None else "?found=1"
    return shown.Line(one.title, one.summary, shown.address(one, one.article.desk.key) + found, one.language)


slots.fill("portal_search", Articles(), module=MODULE, order=30)
