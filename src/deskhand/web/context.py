"""What every page knows: the theme, the languages, and who is there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from deskhand.web import links


def face(request: HttpRequest) -> dict[str, Any]:
    """Context for the base pages. Reads nothing but the person that the session loaded already. The token of forms is
    masked once for each page, where Django does so for each form."""
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    return {
        "theme": getattr(user, "theme", "system") if is_known else "system",
        "languages": [] if getattr(user, "language", "") else _languages(request),
        "actor": getattr(request, "actor", None),
        "seen_url": links.address("accounts:seen") if is_known else "",
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages with their switches; whoever has chosen one in their settings needs none."""
    back = urlencode({"next": request.get_full_path()})
    return [
        {
            "code": code,
            "label": label,
            "url": f"{reverse('accounts:language', args=[code])}?{back}",
            "is_current": translation.get_language() == code,
        }
        for code, label in settings.LANGUAGES
    ]
