"""Who may look after people, desks and teams."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, AUDITOR, LEAD, READERS, REQUESTER, SITE_ADMIN, STAFF, declare

declare("desks.create", _("Make a desk"), [SITE_ADMIN])
declare("desks.edit", _("Change a desk's settings"), [ADMIN])
declare("desks.roles", _("Give and take roles on a desk"), [ADMIN])
declare("teams.edit", _("Make and change teams"), [ADMIN, LEAD])
declare("locations.edit", _("Make and change the desk's locations"), [ADMIN, LEAD])
declare("people.view", _("See the people of a desk"), READERS, reading=True)
declare("people.create", _("Enter a person"), STAFF)
declare("people.edit", _("Change a person's details"), STAFF)
declare("people.import", _("Import people and organizations, and undo it"), [ADMIN, LEAD])
declare("people.merge", _("Merge two accounts of one person, and undo it"), [ADMIN])
declare("people.links", _("Make a sign-in link for somebody"), [SITE_ADMIN])
declare("people.recover", _("Take away somebody's second factor, or end their sessions"), [ADMIN, SITE_ADMIN])
declare("people.deactivate", _("Switch accounts off and on"), [SITE_ADMIN])
declare("organizations.edit", _("Make and change organizations"), [ADMIN, LEAD])
declare("modules.switch", _("Switch modules on and off"), [ADMIN])
declare("site.settings", _("Change the settings of the whole installation"), [SITE_ADMIN])
declare("tokens.own", _("Make API tokens for oneself"), [*READERS, SITE_ADMIN, REQUESTER])
declare("tokens.of_desk", _("See the API tokens that reach a desk, and cut them off"), [ADMIN])
declare("glass.ask", _("Ask to break the glass of a desk"), [SITE_ADMIN])
declare("glass.ask_case", _("Ask to break the glass of one confidential ticket"), [ADMIN, LEAD, AUDITOR])
declare("glass.second", _("Agree that somebody else breaks glass, or refuse it"), [ADMIN, SITE_ADMIN])
declare("glass.see", _("See who broke glass on a desk, and end it"), [ADMIN, SITE_ADMIN], reading=True)
