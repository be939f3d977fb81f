"""Who may look after the queue."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import SITE_ADMIN, declare

declare("jobs.view", _("See failed background work"), [SITE_ADMIN], reading=True)
declare("jobs.retry", _("Try failed background work again"), [SITE_ADMIN])
