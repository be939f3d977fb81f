"""Who may read and fill in custom fields, and who says which there are. What requesters see and fill in, each field
says itself."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, READERS, STAFF, declare

declare("fields.read", _("See the custom fields of tickets"), READERS, reading=True, module="fields")
declare("fields.fill", _("Fill in the custom fields of tickets"), STAFF, module="fields")
declare("fields.configure", _("Decide which custom fields and ticket templates there are"), [ADMIN], module="fields")
