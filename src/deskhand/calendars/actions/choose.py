"""Deciding which calendar counts."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Location, Organization, Team
from deskhand.calendars.events import CalendarChosen
from deskhand.calendars.models import Calendar, CalendarUse
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit


@transaction.atomic
def choose_calendar(
    *,
    actor: Actor,
    desk: Desk,
    calendar: Calendar | None,
    team: Team | None = None,
    organization: Organization | None = None,
    location: Location | None = None,
) -> None:
    """From now on this calendar counts for the desk, or for one of its teams or locations, or for an organization
    there; None takes the decision back, so that the next in the order counts. What was computed for the time before
    stays."""
    actor.need("calendars.edit", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)  # Two decisions at once are told one after the other.
    _check(desk, calendar, team, organization, location)
    of = {"team": team, "organization": organization, "location": location}
    found = CalendarUse.objects.within(desk).filter(**of)
    last: CalendarUse | None = found.select_related("calendar").order_by("since", "id").last()
    former = last.calendar if last else None
    if former == calendar:
        return
    CalendarUse.objects.create(desk=desk, calendar=calendar, since=clock.now(), **of)
    word = next((name for name, one in of.items() if one is not None), "desk")
    fact = CalendarChosen(
        desk=desk.pk,
        calendar=calendar.pk if calendar else None,
        team=team.pk if team else None,
        organization=organization.pk if organization else None,
        location=location.pk if location else None,
        fields=[word],
        old={word: former.name if former else ""},
        new={word: calendar.name if calendar else ""},
    )
    emit(fact, actor=actor, desk_id=desk.pk)


def _check(
    desk: Desk,
    calendar: Calendar | None,
    team: Team | None,
    organization: Organization | None,
    location: Location | None,
) -> None:
    if sum(one is not None for one in (team, organization, location)) > 1:
        raise Invalid(_("A calendar is chosen for a team, for a location or for an organization, for one at a time."))
    if location is not None and location.desk_id != desk.pk:
        words = _("This location belongs to another desk.")
        raise Invalid(words, {"location": words})
    if team is not None and team.desk_id != desk.pk:
        words = _("This team belongs to another desk.")
        raise Invalid(words, {"team": words})
    if calendar is not None and not Calendar.objects.usable_on(desk.pk).in_use().filter(pk=calendar.pk).exists():
        words = _("Choose a calendar of this desk or of the installation.")
        raise Invalid(words, {"calendar": words})
