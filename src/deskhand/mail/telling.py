"""Verdicts for whoever reads the message: what a letter was treated as, and because of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.mail.judging import told

_TREATED: dict[tuple[str, str], str | Promise] = {
    ("auto_reply", "auto-reply"): gettext_lazy("Treated as an automatic answer, because %(because)s."),
    ("auto_reply", "auto-generated"): gettext_lazy("Treated as written by a program, because %(because)s."),
    ("auto_reply", "no-answer-wanted"): gettext_lazy("Gets no automatic answer, because %(because)s."),
    ("calendar_reply", "calendar-reply"): gettext_lazy("Treated as an automatic answer, because %(because)s."),
    ("mailing_list", "mailing-list"): gettext_lazy("Treated as mail of a list, because %(because)s."),
    ("mailing_list", "bulk"): gettext_lazy("Treated as bulk mail, because %(because)s."),
    ("no_reply", "no-reply"): gettext_lazy("Gets no automatic answer, because %(because)s."),
    ("null_sender", "null-sender"): gettext_lazy("Gets no automatic answer, because %(because)s."),
    ("null_sender", "no-sender"): gettext_lazy("Gets no automatic answer, because %(because)s."),
    ("own_address", "own-address"): gettext_lazy("Gets no automatic answer, because %(because)s."),
    ("bounce", "bounce"): gettext_lazy("Treated as a letter that came back: %(because)s."),
    ("bounce", "delayed"): gettext_lazy("Treated as a warning that a letter is late: %(because)s."),
    ("spam", "spam"): gettext_lazy("Treated as spam, because %(because)s."),
    ("rate", "too-many"): gettext_lazy("Waited in quarantine, because %(because)s."),
    ("allowed_sender", "allowed"): gettext_lazy("Let in, because %(because)s."),
}
"""By filter and verdict; other verdicts are told by their reason alone."""


def sentences(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """A sentence for each verdict that was kept with a letter, in the reader's language."""
    return [_sentence(one) for one in told(lines)]


def _sentence(verdict: Mapping[str, str]) -> str:
    words = _TREATED.get((verdict["filter"], verdict["verdict"]))
    because = verdict["because"] or verdict["verdict"]
    if words is not None:
        return str(words) % {"because": because}
    return _("%(because)s.") % {"because": because[:1].upper() + because[1:].rstrip(".")}
