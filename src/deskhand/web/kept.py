"""Markup that follows wholly from its inputs, rendered once for each language (and a desk's own words) and kept.

A list shows the same few marks hundreds of times, and every page the same dialogs. A macro, fragment or part that is
asked for here must depend on nothing but its inputs and the language: no request, no person who reads, no clock. The
inputs are the key: what is kept can be neither stale nor shown to anybody whose page would not say the same.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

from deskhand.kernel import own_words

KEPT_PER_MACRO = 5_000
"""Answers that are kept of one macro in one language; then it begins anew. An answer is some 300 bytes."""

FRAGMENTS = 2_000
"""Fragments that are kept in all; then they begin anew. One is a few kilobytes."""

PARTS, LONGEST_PART = 4_000, 40_000
"""Parts that are kept in all (then they begin anew), and the characters of the longest that is kept."""

TOKEN = Markup(f"<!--{secrets.token_hex(16)}-->")
"""Stands in a kept part where a form's CSRF token goes. Drawn by lot in each process: no text of anybody holds it."""

_parts: dict[tuple[Hashable, ...], Markup] = {}
_fragments: dict[tuple[str, str | None, Hashable, str], Markup] = {}
_kept: dict[tuple[str, str, str | None, Hashable], dict[tuple[Hashable, ...], Markup]] = {}


def macro(template: str, name: str) -> Callable[..., Markup]:
    """The macro of that name, in today's language, as a function that renders each set of arguments once."""
    answers = _kept.setdefault((template, name, get_language(), own_words.mark()), {})

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


def fragment(template: str, csrf_input: object = "", **inputs: Any) -> Markup:
    """The template rendered with these inputs and nothing else, and with ``csrf_input``, which is put in each time.
    Inputs are plain values, lists and dictionaries."""
    key = (template, get_language(), own_words.mark(), json.dumps(inputs, sort_keys=True, default=_plain))
    answer = _fragments.get(key)
    if answer is None:
        if len(_fragments) >= FRAGMENTS:
            _fragments.clear()
        environment: Any = engines["jinja2"].env  # type: ignore[attr-defined]
        answer = Markup(environment.get_template(template).render(inputs, csrf_input=TOKEN))
        if not settings.DEBUG:
            _fragments[key] = answer
    return _with_token(answer, csrf_input)


def _plain(value: object) -> str:
    _refuse_rows((value,))
    return str(value)


def part(template: str, csrf_input: object = "", **inputs: Hashable) -> Markup:
    """The template rendered with these inputs and nothing else, and with ``csrf_input``, which is put in each time.

    Inputs are values that cannot change: texts, numbers, instants, and (named) tuples of them. Words that depend on the
    day (``|when``, ``|clock``) need :func:`deskhand.web.moments.today` among them.
    """
    key = (template, get_language(), own_words.mark(), *inputs.items())
    answer = _parts.get(key)
    if answer is None:
        _refuse_rows(tuple(inputs.values()))
        environment: Any = engines["jinja2"].env  # type: ignore[attr-defined]
        answer = Markup(environment.get_template(template).render(inputs, csrf_input=TOKEN))
        if not settings.DEBUG and len(answer) <= LONGEST_PART:
            if len(_parts) >= PARTS:
                _parts.clear()
            _parts[key] = answer
    return _with_token(answer, csrf_input)


def parts(template: str, name: str, values: Iterable[Hashable]) -> Markup:
    """:func:`part` for each of the values, one after the other; the template knows it by this name."""
    return Markup("".join(part(template, **{name: one}) for one in values))


def _with_token(answer: Markup, csrf_input: object) -> Markup:
    return Markup(str.replace(answer, TOKEN, str(csrf_input))) if TOKEN in answer else answer


def _refuse_rows(inputs: tuple[Hashable, ...]) -> None:
    """Two states of one row of the database count as equal: it would be shown as it was."""
    for one in inputs:
        if isinstance(one, tuple):
            _refuse_rows(one)
        elif isinstance(one, Model):
            raise TypeError(f"{type(one).__name__} is a row, no value.")
