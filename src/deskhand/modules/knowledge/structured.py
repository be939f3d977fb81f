"""What search engines read of public pages: JSON-LD after schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation
from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge.models import Home, Translation
from deskhand.modules.knowledge.shown import Branch
from deskhand.tickets.links import absolute

CONTEXT = "https://schema.org"


def of_home(home: Home, address: str, said: Mapping[str, str]) -> Markup:
    """A home: a page of the help center with its search, for public ones alone; ``said``: heading and words."""
    publisher: dict[str, Any] = {"@type": "Organization", "name": home.name}
    if home.logo_id:
        publisher["logo"] = absolute(reverse("knowledge:home_logo", args=[home.mark]))
    page: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": home.name,
        "url": address,
        "inLanguage": (translation.get_language() or "en").partition("-")[0],
        "publisher": publisher,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{address}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    if said["heading"]:
        page["headline"] = said["heading"]
    if said["words"]:
        page["description"] = said["words"]
    return _inside_a_script(page)


def of_article(desk: Desk, one: Translation, address: str, above: Iterable[Branch]) -> Markup:
    """An article and the way to it, as JSON that may stand inside a script element."""
    article: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "TechArticle",
        "headline": one.title,
        "inLanguage": one.language,
        "url": address,
        "mainEntityOfPage": address,
        "publisher": {"@type": "Organization", "name": desk.shown_name},
    }
    if one.summary:
        article["description"] = one.summary
    if one.first_published_at and one.published_at:
        article["datePublished"] = one.first_published_at.isoformat()
        article["dateModified"] = one.published_at.isoformat()
    crumbs = [(step.name, absolute(step.url)) for step in above] + [(one.title, address)]
    way = {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(crumbs, start=1)
        ],
    }
    return _inside_a_script([article, way])


def _inside_a_script(told: object) -> Markup:
    text = json.dumps(told, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
