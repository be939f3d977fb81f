"""Who may look at how the installation is set up."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, AUDITOR, LEAD, declare

declare("permissions.view", _("See which role may do what"), [LEAD, ADMIN, AUDITOR], reading=True)
