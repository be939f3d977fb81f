"""Who looks after a desk's webhooks."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, declare

declare("webhooks.edit", _("Make and change webhooks, and see what they sent"), [ADMIN])
