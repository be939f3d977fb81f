"""Who may read and keep case files. A confidential one asks besides for a place on its list."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("cases.read", _("See case files"), READERS, reading=True, module="cases")
declare("cases.keep", _("Open case files, and say what they are about"), STAFF, module="cases")
declare("cases.classes", _("Make and change classes of cases"), (LEAD, ADMIN), module="cases")
