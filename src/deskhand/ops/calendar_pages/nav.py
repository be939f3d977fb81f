"""Business calendars in the list of settings: a tab of what is general on a desk, and one of
the desks of an installation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.ops.calendar_pages.forms import CalendarForm
from deskhand.ops.nav import DESKS, GENERAL
from deskhand.ops.settings_list import INSTALLATION, THIS_DESK, DeskPage, SitePage

OF_CALENDARS = ("calendar.created", "calendar.changed", "calendar.retired", "calendar.restored", "calendar.renewed")
VERBS = {
    "retired": _("put away"),
    "restored": _("taken out again"),
    "renewed": _("public holidays of the years to come"),
    "calendar_chosen": _("chosen"),
}
LABELS = {
    "hours": _("Hours of the week"),
    "desk": _("For the whole desk"),
    "team": _("For a team"),
    "organization": _("For an organization"),
    "location": _("For a location"),
}

slots.fill(
    "settings_page",
    DeskPage(
        group=THIS_DESK,
        entry=GENERAL,
        label=_("Calendars"),
        name="calendars:list",
        permission="calendars.edit",
        changes=_("when this desk works, from now on: by it days of silence are counted, and the portal says it."),
        facts=(*OF_CALENDARS, "desk.calendar_chosen"),
        forms=(CalendarForm,),
        form_at="calendars:new",
        labels=LABELS,
        verbs=VERBS,
    ),
    order=12,
)
slots.fill(
    "settings_page",
    SitePage(
        group=INSTALLATION,
        entry=DESKS,
        label=_("Calendars"),
        name="calendars:shared_list",
        permission="site.settings",
        changes=_("the calendars that every desk may choose. What counts on a desk is decided there."),
        facts=OF_CALENDARS,
        is_shared=True,
        forms=(CalendarForm,),
        form_at="calendars:shared_new",
        labels=LABELS,
        verbs=VERBS,
    ),
    order=85,
)
