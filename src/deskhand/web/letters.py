"""Short letters of the installation itself: a link to sign in, to a request, to a new password. Letters about tickets
have templates of their desk and are written elsewhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

ONCE = "X-Deskhand-Once"
"""Tells the outbox what causes a letter: of each cause an address gets one. It does not leave with the letter."""

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def send(template: str, *, to: str, language: str, **context: Any) -> None:
    """Put a letter into the outbox: a text template whose first line is the subject, in the reader's language (the
    installation's if they have not chosen one)."""
    send_once("", template, to=to, language=language, **context)


def send_once(cause: str, template: str, *, to: str, language: str, **context: Any) -> None:
    """The same, where what causes it may run twice: an address gets one letter of each cause."""
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(template, {**context, "address": settings.DESKHAND.base_url})
    subject, _newline, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", sender(), [to], headers={**HEADERS, ONCE: cause}).send()


def sender() -> str:
    """The address of letters that nobody reads answers to."""
    return f"Deskhand <noreply@{settings.DESKHAND.host}>"
