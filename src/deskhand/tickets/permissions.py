"""Who may do what to tickets. Requesters' rights follow from the ticket; see ``access.py``."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, REQUESTER, STAFF, declare

declare("tickets.read", _("Read the tickets of the desk"), READERS, reading=True)
declare("tickets.create", _("Enter a ticket for somebody"), STAFF)
declare("tickets.reply", _("Answer the requester"), STAFF)
declare("tickets.note", _("Write internal notes"), STAFF)
declare("tickets.assign", _("Give tickets to teams and people"), STAFF)
declare("tickets.change", _("Change subject, kind, priority, requester and tags"), STAFF)
declare("tickets.status", _("Change the status"), STAFF)
declare("tickets.follow", _("Add and remove followers"), STAFF)
declare("tickets.confide", _("Make tickets confidential, and say who may read them"), STAFF)
declare("tickets.spam", _("Mark as spam and block senders"), STAFF)
declare("tickets.delete", _("Move tickets to the bin and back"), [LEAD, ADMIN, "agent"])
declare("tickets.move", _("Move tickets to another desk"), STAFF)
declare("tickets.merge", _("Merge and split tickets, and take that back"), STAFF)
declare("tickets.bulk", _("Change several tickets at once"), STAFF)
declare("tickets.overview", _("See the figures of the desk"), READERS, reading=True)
declare("tickets.statuses", _("Edit the desk's statuses"), [ADMIN])
declare("tickets.services", _("Make and change the desk's services"), [ADMIN, LEAD])
declare("tickets.canned", _("Edit canned replies"), [ADMIN, LEAD])
declare("tickets.macros", _("Edit macros of the desk and its teams"), [ADMIN, LEAD])
declare("tickets.own_macros", _("Make macros for oneself"), STAFF)
declare("tickets.own_canned", _("Keep canned replies of one's own and of one's teams"), STAFF)
declare("tickets.own_read", _("Read one's own tickets"), [REQUESTER], reading=True)
declare("tickets.own_create", _("Open a ticket for oneself"), [REQUESTER])
declare("tickets.own_reply", _("Answer on one's own ticket"), [REQUESTER])
declare("tickets.own_resolve", _("Resolve, reopen or withdraw one's own ticket"), [REQUESTER])
