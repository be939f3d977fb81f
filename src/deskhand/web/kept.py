"""Markup that follows wholly from its inputs, rendered once for each language and kept.

A list shows the same few marks hundreds of times, and every page the same dialogs. A macro or fragment that is asked
for here must depend on nothing but its inputs and the language: no request (so no form with a CSRF token), no person
who reads, no clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

KEPT_PER_MACRO = 5_000
"""Answers that are kept of one macro in one language; then it begins anew. An answer is some 300 bytes."""

FRAGMENTS = 2_000
"""Fragments that are kept in all; then they begin anew. One is a few kilobytes."""

_fragments: dict[tuple[str, str | None, str], Markup] = {}
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


def fragment(template: str, **inputs: Any) -> Markup:
    """The template rendered with these inputs and nothing else. Inputs are plain values, lists and dictionaries."""
    key = (template, get_language(), json.dumps(inputs, sort_keys=True, default=str))
    answer = _fragments.get(key)
    if answer is None:
        if len(_fragments) >= FRAGMENTS:
            _fragments.clear()
        environment: Any = engines["jinja2"].env  # type: ignore[attr-defined]
        answer = Markup(environment.get_template(template).render(inputs))
        if not settings.DEBUG:
            _fragments[key] = answer
    return answer
