"""What operations put into the places of others besides their own list of pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.mail.sending.lateness import late_letters
from deskhand.ops import first_steps
from deskhand.ops.calendar_pages import nav as calendar_nav
from deskhand.ops.glass_page import bar
from deskhand.ops.mail_pages import nav
from deskhand.ops.template_pages import nav as template_nav
from deskhand.tickets.context import actor_of

__all__ = ["calendar_nav", "first_steps_sheet", "late_letters_notice", "nav", "template_nav"]


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


def late_letters_notice(request: HttpRequest, desk: Desk) -> str:
    """That letters wait for too long: of the desk for its administrators, in the server's words; of the installation,
    in figures alone, for those who look after that."""
    actor = actor_of(request)
    if actor.may("mail.settings", desk.pk):
        late = late_letters(desk)
    elif actor.is_site_admin:
        late = late_letters(None)
    else:
        return ""
    return render_to_string("ops/_late_letters.html", {"late": late}, request, using="jinja2") if late else ""


slots.fill("workspace_banner", bar, order=1)
slots.fill("portal_banner", bar, order=1)
slots.fill("overview_top", late_letters_notice, order=10)
slots.fill("overview_top", first_steps_sheet)
