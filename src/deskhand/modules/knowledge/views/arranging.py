"""What the pages of settings share, and how a form meets an action."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from deskhand.kernel.errors import Conflict, Invalid
from deskhand.web.refusals import put_on

ID_DIGITS = 15
"""Digits of a number that are read."""


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it. False if the form or the action refuses; the form then says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except (Invalid, Conflict) as refusal:
        put_on(form, refusal)
        return False
    return True


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do it. False if it is refused, which the next page tells."""
    try:
        act()
    except (Invalid, Conflict) as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def number(typed: str | None) -> int:
    """A number that came with the address or a form; 0 for what is none."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) <= ID_DIGITS else 0
