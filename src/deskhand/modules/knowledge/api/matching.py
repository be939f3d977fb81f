"""Writing only over what one knows: ETags, and what is sent back of them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Stale

_ETAG = re.compile(r'(?:W/)?("[^"]*")')


def need_match(now: str, if_match: str | None) -> None:
    """Raise Stale unless the caller knows what is there now. A weak tag counts like a strong one, as for tickets."""
    if if_match is None or if_match.strip() == "*":
        return
    if now not in _ETAG.findall(if_match):
        raise Stale(_("The article has changed meanwhile. Read it again, then repeat your change."))
