"""The entries of the settings list that belong to no module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.jobs.models import Job, JobState
from deskhand.kernel import slots
from deskhand.ops import glass_page
from deskhand.ops.forms.brand import BrandForm
from deskhand.ops.forms.desk import DeskForm, HearingForm, NewDeskForm, RoleForm, TeamForm
from deskhand.ops.forms.lists import LocationForm, ServiceForm
from deskhand.ops.forms.sign_in import SignInForm
from deskhand.ops.forms.tickets import StatusForm
from deskhand.ops.forms.words import WordsForm
from deskhand.ops.forms.words import labels as word_labels
from deskhand.ops.settings_list import INSTALLATION, THIS_DESK, DeskPage, SitePage
from deskhand.tickets.canned_form import CannedReplyForm

GENERAL = _("General")
PEOPLE = _("People and teams")
DESKS = _("Desks")
HEALTH = _("Health")
LISTS = _("Statuses and lists")


def failed_jobs(_desk: Desk | None) -> int:
    """How many jobs failed for good."""
    return Job.objects.filter(state=JobState.DEAD).count()


_GLASS = ("glass.asked", "glass.seconded", "glass.refused", "glass.ended", "glass.read")
_GLASS_VERBS = {
    "asked": _("asked to break glass"),
    "seconded": _("agreed to break glass"),
    "refused": _("refused to break glass"),
    "ended": _("ended broken glass"),
    "read": _("read under broken glass"),
}

_PAGES = (
    DeskPage(
        group=THIS_DESK,
        entry=GENERAL,
        label=_("General"),
        name="ops:desk",
        permission="desks.edit",
        changes=_("how the desk is called, who may write to it, and when its tickets reopen and close, from now on."),
        facts=("desk.changed", "desk.created"),
        forms=(DeskForm,),
        labels={
            "asks_service": _("Requesters choose a service"),
            "asks_location": _("Requesters choose a location"),
            **word_labels(),
        },
    ),
    DeskPage(
        group=THIS_DESK,
        entry=GENERAL,
        label=_("Look"),
        name="ops:brand",
        permission="desks.edit",
        changes=_("logo, colour and words of this desk on the portal, on its web form and in its letters."),
        facts=("desk.brand_changed",),
        forms=(BrandForm,),
    ),
    DeskPage(
        group=THIS_DESK,
        entry=GENERAL,
        label=_("Words"),
        name="ops:words",
        permission="desks.edit",
        changes=_("how a ticket, a requester and the desk are called on its screens, within a second."),
        facts=("desk.changed",),
        forms=(WordsForm,),
        labels=word_labels(),
    ),
    DeskPage(
        group=THIS_DESK,
        entry=GENERAL,
        label=_("First steps"),
        name="ops:first_steps",
        permission="desks.edit",
        changes=_("whether the list of what a new desk needs stands on the overview."),
        facts=("desk.first_steps_shown",),
    ),
    DeskPage(
        group=THIS_DESK,
        label=_("Grow"),
        name="ops:grow",
        permission="modules.switch",
        changes=_("which menus, fields and pages this desk has. Off hides a module and keeps what is in it."),
        facts=("desk.module_switched", "desk.preset_chosen"),
    ),
    DeskPage(
        group=THIS_DESK,
        entry=PEOPLE,
        label=_("People and roles"),
        name="ops:roles",
        permission="desks.roles",
        changes=_("who may work on this desk, from their next click. Everybody can be a requester without a role."),
        facts=("desk.role_given", "desk.role_taken"),
        forms=(RoleForm,),
    ),
    DeskPage(
        group=THIS_DESK,
        entry=PEOPLE,
        label=_("Teams"),
        name="ops:teams",
        permission="teams.edit",
        changes=_("who shares a queue. Tickets are given to a team first, then taken by one of its members."),
        facts=("team.created", "team.changed", "team.joined", "team.left"),
        forms=(TeamForm,),
        form_at="ops:new_team",
    ),
    DeskPage(
        group=THIS_DESK,
        entry=PEOPLE,
        label=_("New tickets"),
        name="ops:hearing",
        permission="desks.edit",
        changes=_("who hears of new tickets that no team has, by the channels that each has chosen."),
        facts=("desk.hearing_changed",),
        forms=(HearingForm,),
    ),
    DeskPage(
        group=THIS_DESK,
        entry=PEOPLE,
        label=_("Who may do what"),
        name="ops:permissions",
        permission="permissions.view",
        changes=_("nothing. It is the whole table of rights as it counts on this desk. It follows from the roles."),
    ),
    DeskPage(
        group=THIS_DESK,
        entry=PEOPLE,
        label=_("Break-glass"),
        name="ops:desk_glass",
        permission="glass.ask_case",
        changes=_("who reads behind a wall in an emergency, with a second person's consent and for a short time."),
        facts=_GLASS,
        verbs=_GLASS_VERBS,
        told=glass_page.facts_told,
    ),
    DeskPage(
        group=THIS_DESK,
        entry=LISTS,
        label=_("Statuses"),
        name="ops:statuses",
        permission="tickets.statuses",
        changes=_(
            "the words between new and closed that agents choose from, what requesters read for them, what may follow "
            "on each, and what a ticket needs first."
        ),
        facts=("status.edited",),
        forms=(StatusForm,),
        form_at="ops:new_status",
        labels={"place": _("Place in its category")},
    ),
    DeskPage(
        group=THIS_DESK,
        entry=LISTS,
        label=_("Services"),
        name="ops:services",
        permission="tickets.services",
        changes=_("what tickets of this desk can be about. With none, tickets have no such field."),
        facts=("service.edited",),
        forms=(ServiceForm,),
        form_at="ops:new_service",
        labels={"created": _("made")},
    ),
    DeskPage(
        group=THIS_DESK,
        entry=LISTS,
        label=_("Locations"),
        name="ops:locations",
        permission="locations.edit",
        changes=_("for which places tickets of this desk can be. With none, tickets have no such field."),
        facts=("location.edited",),
        forms=(LocationForm,),
        form_at="ops:new_location",
        labels={"created": _("made")},
    ),
    DeskPage(
        group=THIS_DESK,
        entry=_("Canned replies and macros"),
        label=_("Canned replies"),
        name="ops:canned",
        permission="tickets.canned",
        changes=_("the answers that agents find in the composer. They change what they like before sending."),
        facts=("canned_reply.edited", "canned_reply.restored"),
        forms=(CannedReplyForm,),
        form_at="ops:new_canned",
        labels={"attachments": _("Files"), "team": _("For")},
        verbs={"restored": _("taken out again")},
    ),
)
_SITE_PAGES = (
    SitePage(
        group=INSTALLATION,
        entry=DESKS,
        label=_("Desks"),
        name="ops:desks",
        permission="desks.create",
        changes=_("which desks there are. Each is a wall: who does not serve it sees nothing of it, not even you."),
        facts=("desk.created",),
        forms=(NewDeskForm,),
    ),
    SitePage(
        group=INSTALLATION,
        label=_("Accounts"),
        name="ops:accounts",
        permission="people.deactivate",
        changes=_("whether somebody's account works. What becomes of their open work is each desk's own matter."),
        facts=("person.deactivated", "person.reactivated"),
    ),
    SitePage(
        group=INSTALLATION,
        label=_("Sign-in"),
        name="ops:sign_in",
        permission="site.settings",
        changes=_("who needs a second factor, from their next click, and how long everybody's sessions last."),
        facts=("sign_in_policy.changed",),
        forms=(SignInForm,),
        labels={
            "idle": _("Minutes without activity until a session ends"),
            "longest": _("Minutes until a session ends in any case"),
        },
    ),
    SitePage(
        group=INSTALLATION,
        entry=DESKS,
        label=_("Site administrators"),
        name="ops:site_admins",
        permission="site.settings",
        changes=_(
            "who makes desks and looks after the installation. On a desk they may do what their role there allows."
        ),
        facts=("person.site_admin_changed",),
    ),
    SitePage(
        group=INSTALLATION,
        entry=DESKS,
        label=_("Break-glass"),
        name="ops:glass",
        permission="glass.ask",
        changes=_("who reads behind a wall in an emergency, with a second person's consent and for a short time."),
        facts=_GLASS,
        verbs=_GLASS_VERBS,
        told=glass_page.facts_told,
    ),
    SitePage(
        group=INSTALLATION,
        entry=HEALTH,
        label=_("Health and settings"),
        name="ops:installation",
        permission="site.settings",
        changes=_("nothing. Settings of the installation come from its environment and count from the next start."),
    ),
    SitePage(
        group=INSTALLATION,
        entry=HEALTH,
        label=_("Background work"),
        name="ops:jobs",
        permission="jobs.view",
        changes=_("nothing by itself. Work behind the pages that failed every time waits here to be tried again."),
        alert=failed_jobs,
    ),
)

for _place, _page in enumerate(_PAGES):
    slots.fill("settings_page", _page, order=10 + _place)
for _place, _site_page in enumerate(_SITE_PAGES):
    slots.fill("settings_page", _site_page, order=80 + _place)
