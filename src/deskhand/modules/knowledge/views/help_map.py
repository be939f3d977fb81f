"""What search engines are told: which pages they may read, and which articles there are for everybody."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from deskhand.accounts.actors import stranger
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Channel
from deskhand.modules.knowledge.actions.homes import HOME_LIMIT
from deskhand.modules.knowledge.models import Home, Translation
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.shown import address
from deskhand.tickets.links import absolute
from deskhand.web.gates import gate

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

MAP_LIMIT = 50_000
"""Addresses of one sitemap, the newest ones: what the format allows."""


@gate("public")
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of all desks that a stranger may read, whoever asks."""
    readable = Translation.objects.outward_to(stranger(Channel.PORTAL), clock.now())
    newest = readable.select_related("article__desk").order_by("-published_at", "-pk")
    entries = "".join([*_brands(), *(_entry(one) for one in newest[: MAP_LIMIT - HOME_LIMIT])])
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SPACE}">\n{entries}</urlset>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


@gate("public")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The help center may be read; all other pages are about somebody's requests, or for signing in."""
    lines = [
        "User-agent: *",
        *(f"Allow: {path}" for path in (reverse("knowledge:help"), "/static/")),
        "Disallow: /",
        f"Sitemap: {absolute(reverse('knowledge:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _brands() -> list[str]:
    """Homes of brands on desks that let search engines in."""
    on = switches.desks_with(MODULE)
    homes = Home.objects.scoped(desk_id__in=on, desk__is_active=True, desk__is_listed=True).standing().exclude(word="")
    homes = homes.exclude(desk__knowledge_rules__is_behind_sign_in=True).select_related("desk").order_by("pk")
    addresses = (reverse("knowledge:help_brand", args=[one.desk.key, one.word]) for one in homes[:HOME_LIMIT])
    return [f"<url><loc>{escape(absolute(address))}</loc></url>\n" for address in addresses]


def _entry(one: Translation) -> str:
    at = one.published_at.date().isoformat() if one.published_at else ""
    url = absolute(address(one, one.article.desk.key))
    if one.language != one.article.language:
        url += f"?language={one.language}"
    return f"<url><loc>{escape(url)}</loc><lastmod>{at}</lastmod></url>\n"
