"""The languages in which a desk offers its articles."""

from __future__ import annotations

from django.conf import settings

from deskhand.modules.knowledge.models import rules_of


def offered(desk_id: int, *kept: str) -> list[tuple[str, str]]:
    """Codes and names of the desk's languages in their order: those of its settings, else all; and those of ``kept``,
    in which something stands already."""
    chosen = rules_of(desk_id).languages
    return [(code, name) for code, name in settings.LANGUAGES if not chosen or code in (*chosen, *kept)]
