"""Backups: is there one, and is it fresh?"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel import clock
from deskhand.ops.doctor.findings import OK, WARNING, Finding
from deskhand.ops.last_backup import last_backup
from deskhand.web import figures, moments

FRESH_FOR = timedelta(days=7)
"""After this time without a backup somebody should look."""


def backup() -> Finding:
    """When the last backup was made by ``deskhand backup``; others are not known here."""
    title, last = _("Backup"), last_backup()
    if last is None:
        words = _("None was made yet. Make one with `deskhand backup FILE`, every night by cron.")
        return Finding("backup", title, WARNING, words)
    said = {"when": moments.when_words(last.at), "file": last.file, "size": figures.filesize(last.size)}
    words = _("%(when)s: %(file)s, %(size)s.") % said
    if last.at >= clock.now() - FRESH_FOR:
        return Finding("backup", title, OK, words)
    advice = ngettext(
        "That is more than %(num)s day ago: make one with `deskhand backup FILE`, every night by cron.",
        "That is more than %(num)s days ago: make one with `deskhand backup FILE`, every night by cron.",
        FRESH_FOR.days,
    )
    return Finding("backup", title, WARNING, f"{words} {advice % {'num': FRESH_FOR.days}}")
