"""Who may read, book and correct time. One's own entries are everybody's to read and correct who may book."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, AUDITOR, LEAD, READERS, STAFF, declare

declare("time.read", _("See the time worked on a ticket"), READERS, reading=True, module="time")
declare("time.book", _("Book time of one’s own, and correct it"), STAFF, module="time")
declare(
    "time.report",
    _("See and export the time of everybody on the desk"),
    (LEAD, ADMIN, AUDITOR),
    reading=True,
    module="time",
)
declare("time.others", _("Book and correct the time of others"), (LEAD, ADMIN), module="time")
declare("time.activities", _("Keep the list of activities"), (ADMIN,), module="time")
