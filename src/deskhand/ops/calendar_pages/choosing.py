"""Which calendar counts for the desk, its teams and locations, and organizations there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.accounts.models import Desk, Location, Organization, Team
from deskhand.calendars import actions
from deskhand.calendars.models import Calendar
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.ops.calendar_pages.listing import list_page
from deskhand.ops.frame import after, the_desk
from deskhand.tickets.context import actor_of
from deskhand.tickets.people import organizations_of
from deskhand.web.gates import gate


class ChooseForm(forms.Form):
    """One decision. Without a team, a location or an organization it is for the whole desk; without a calendar none
    counts."""

    calendar = forms.IntegerField(required=False, min_value=1)
    team = forms.IntegerField(required=False, min_value=1)
    location = forms.IntegerField(required=False, min_value=1)
    organization = forms.CharField(required=False, max_length=200)


@gate("desk:calendars.edit", sample="desk")
@require_POST
def choose(request: HttpRequest, desk: str) -> HttpResponse:
    """Decide which calendar counts, from now on."""
    here = the_desk(desk)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        raise NotFound
    wanted = form.cleaned_data
    try:
        actions.choose_calendar(
            actor=actor_of(request),
            desk=here,
            calendar=_calendar(here, wanted["calendar"]),
            team=_own(Team, here, wanted["team"]),
            location=_own(Location, here, wanted["location"]),
            organization=_organization(here, wanted["organization"].strip()),
        )
    except Invalid as refusal:
        return list_page(request, here, fault=str(refusal), typed=form, status=422)
    return after(request, _("It counts from now on."), "calendars:list", desk)


def _calendar(desk: Desk, pk: int | None) -> Calendar | None:
    if pk is None:
        return None
    found: Calendar | None = Calendar.objects.usable_on(desk.pk).in_use().filter(pk=pk).first()
    if found is None:
        raise Invalid(_("This calendar cannot be chosen any more."))
    return found


def _own(model: Any, desk: Desk, pk: int | None) -> Any:
    """A team or location of the desk."""
    if pk is None:
        return None
    found = model.objects.within(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _organization(desk: Desk, name: str) -> Organization | None:
    if not name:
        return None
    found: Organization | None = organizations_of([desk.pk]).filter(name=name).first()
    if found is None:
        raise Invalid(_("This desk knows no organization “%(name)s”.") % {"name": name})
    return found
