"""The parts of a template that belong to no module, in the order in which they are made."""

from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates import sections_of_people as people
from deskhand.desk_templates import sections_of_tickets as tickets
from deskhand.desk_templates.section import Section
from deskhand.kernel import slots

_PARTS = (
    Section(code="teams", title=_("Teams"), keys=("name*", "tier"), make=people.team, url="ops:teams"),
    Section(
        code="hours",
        title=_("Business hours"),
        keys=("name*", "days*", "open*"),
        make=people.hours,
        shown=people.shown_hours,
        url="calendars:list",
    ),
    Section(
        code="services",
        title=_("Services"),
        keys=("name*", "description"),
        make=people.service,
        shown=people.described,
        url="ops:services",
    ),
    Section(code="locations", title=_("Locations"), keys=("name*",), make=people.location, url="ops:locations"),
    Section(
        code="statuses",
        title=_("Statuses"),
        keys=("name*", "category*", "requester_name"),
        make=tickets.status,
        shown=tickets.shown_status,
        url="ops:statuses",
    ),
    Section(
        code="form",
        title=_("Web form"),
        keys=("name*", "kind", "team", "asks_service", "asks_location"),
        make=tickets.form,
        shown=tickets.shown_form,
        url="ops:desk",
    ),
    Section(
        code="replies",
        title=_("Canned replies"),
        keys=("title*", "body*", "shortcut", "team"),
        make=tickets.reply,
        shown=tickets.shown_reply,
        named="title",
        url="ops:canned",
    ),
)

for _place, _part in enumerate(_PARTS):
    slots.fill("desk_template", _part, order=10 + _place)
