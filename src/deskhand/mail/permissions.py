"""Who may look after mail."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, STAFF, declare

declare("mail.settings", _("Set up mailboxes and look after the desk's mail"), [ADMIN])
declare("mail.send_again", _("Send a letter once more"), STAFF)
