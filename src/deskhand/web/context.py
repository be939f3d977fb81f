"""What every page knows: the theme, the languages, and who is there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def face(request: HttpRequest) -> dict[str, Any]:
    """Context for the base pages. Reads nothing but the person that the session loaded already."""
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    return {
        "theme": getattr(user, "theme", "system") if is_known else "system",
        "languages": [
            {"code": code, "label": label, "is_current": translation.get_language() == code}
            for code, label in settings.LANGUAGES
        ],
        "actor": getattr(request, "actor", None),
    }
