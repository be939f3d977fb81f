"""Who looks after a desk's business calendars; those of the installation take ``site.settings``."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, declare

declare("calendars.edit", _("Make business calendars, and say where they count"), [ADMIN])
