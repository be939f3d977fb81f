"""Markup that follows wholly from a macro and its inputs, rendered once for each language and kept.

A list shows the same few marks hundreds of times. A macro that is asked for here must depend on nothing but its
arguments and the language: no request, no person who reads, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

KEPT_PER_MACRO = 5_000
"""Answers that are kept of one macro in one language; then it begins anew. An answer is some 300 bytes."""

_kept: dict[tuple[str, str, str | None], dict[tuple[Hashable, ...], Markup]] = {}


def macro(template: str, name: str) -> Callable[..., Markup]:
    """The macro of that name, in today's language, as a function that renders each set of arguments once."""
    answers = _kept.setdefault((template, name, get_language()), {})

    def rendered(*arguments: Hashable) -> Markup:
        answer = answers.get(arguments)
        if answer is None:
            if len(answers) >= KEPT_PER_MACRO:
                answers.clear()
            answer = _call(template, name, arguments)
            if not settings.DEBUG:
                answers[arguments] = answer
        return answer

    return rendered


def _call(template: str, name: str, arguments: tuple[Hashable, ...]) -> Markup:
    environment: Any = engines["jinja2"].env  # type: ignore[attr-defined]
    return Markup(getattr(environment.get_template(template).module, name)(*arguments))
