"""Who may look after mail."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, declare

declare("mail.settings", _("Set up mailboxes and look after the desk's mail"), [ADMIN])
