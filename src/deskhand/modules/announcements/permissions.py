"""Who may read and write announcements as staff. What requesters read follows from the audience; see ``models``."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import READERS, STAFF, declare

declare("announcements.read", _("See all announcements of the desk"), READERS, reading=True, module="announcements")
declare("announcements.publish", _("Publish, change and end announcements"), STAFF, module="announcements")
