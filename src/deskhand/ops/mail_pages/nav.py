"""The mail pages in the list of settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.mail.queries import failing_mailboxes, quarantined, undelivered
from deskhand.ops.settings_list import DeskPage

MAIL = _("Mail")

for _place, _page in enumerate(
    (
        DeskPage(MAIL, _("Mailboxes"), "mail:mailboxes", "mail.settings", failing_mailboxes),
        DeskPage(MAIL, _("Words of letters"), "mail:templates", "mail.settings"),
        DeskPage(MAIL, _("Received mail"), "mail:received", "mail.settings", quarantined),
        DeskPage(MAIL, _("Sent mail"), "mail:sent", "mail.settings", undelivered),
    )
):
    slots.fill("settings_page", _page, order=40 + _place)
