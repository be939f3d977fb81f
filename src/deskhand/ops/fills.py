"""What operations put into the places of others besides their own list of pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.ops import first_steps
from deskhand.ops.mail_pages import nav
from deskhand.tickets.context import actor_of

__all__ = ["first_steps_sheet", "nav"]


def first_steps_sheet(request: HttpRequest, desk: Desk) -> str:
    """What the desk still needs, for its administrators, until it is done or put away."""
    actor = actor_of(request)
    if not actor.may("desks.edit", desk.pk) or first_steps.is_put_away(desk):
        return ""
    first = first_steps.first_steps(actor, desk)
    if all(one.is_done for one in first):
        return ""
    given = {"first": first, "desk_key": desk.key}
    return render_to_string("ops/_first_steps_sheet.html", given, request, using="jinja2")


slots.fill("overview_top", first_steps_sheet)
