"""What search engines read of public pages: JSON-LD after schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge.models import Translation
from deskhand.modules.knowledge.shown import Branch
from deskhand.tickets.links import absolute

CONTEXT = "https://schema.org"


def of_article(desk: Desk, translation: Translation, address: str, above: Iterable[Branch]) -> Markup:
    """An article and the way to it, as JSON that may stand inside a script element."""
    article: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "TechArticle",
        "headline": translation.title,
        "inLanguage": translation.language,
        "url": address,
        "mainEntityOfPage": address,
        "publisher": {"@type": "Organization", "name": desk.shown_name},
    }
    if translation.summary:
        article["description"] = translation.summary
    if translation.first_published_at and translation.published_at:
        article["datePublished"] = translation.first_published_at.isoformat()
        article["dateModified"] = translation.published_at.isoformat()
    crumbs = [(one.name, absolute(one.url)) for one in above] + [(translation.title, address)]
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
