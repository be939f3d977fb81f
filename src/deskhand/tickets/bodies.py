"""The text of a message, cleaned before anything else sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid, TooLarge
from deskhand.mail.clean import CleanHtml, clean_composed, html_from_text, text_from_html

BODY_LIMIT = 1_000_000
"""Longest body in characters of HTML that a form or the API takes."""


@dataclass(frozen=True)
class Body:
    """Clean HTML and its plain twin. Make one with :func:`composed`, :func:`plain`, or from a parsed mail; ``layout``
    is the mail as its sender laid it out, where the simple form is hard to read."""

    html: str
    text: str
    quoted_html: str = ""
    blocked_images: int = 0
    layout: CleanHtml | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and "<img" not in self.html


_MENTIONING = re.compile(r'<span\b[^>]*\bdata-mention="[^"]*"[^>]*>')


def composed(html: str, *, may_mention: bool = False) -> Body:
    """From the composer or the API: HTML of unknown good will. Raises TooLarge over :data:`BODY_LIMIT`. Mentions stay
    only with ``may_mention``; whoever writes them down checks them (:mod:`deskhand.tickets.mentions`)."""
    if len(html) > BODY_LIMIT:
        raise TooLarge(
            _("The text is too long: at most %(limit)s characters. Attach it as a file instead.")
            % {"limit": BODY_LIMIT}
        )
    clean = clean_composed(html)
    body = Body(clean, text_from_html(clean))
    return body if may_mention else without_mentions(body)


def plain(text: str) -> Body:
    """From a plain form field."""
    if len(text) > BODY_LIMIT:
        raise TooLarge(
            _("The text is too long: at most %(limit)s characters. Attach it as a file instead.")
            % {"limit": BODY_LIMIT}
        )
    return Body(html_from_text(text), text)


def without_mentions(body: Body) -> Body:
    """The text with mentions as plain words."""
    if "data-mention" not in body.html:
        return body
    return replace(body, html=_MENTIONING.sub("<span>", body.html))


def needed(body: Body, *, has_files: bool = False) -> Body:
    """The body, or Invalid if nothing was written and nothing attached."""
    if body.is_empty and not has_files:
        raise Invalid(_("Nothing is written yet."), {"body": _("Write something first.")})
    return body
