"""Letters about confidential tickets: that there is news, and where to sign in to read it. Mail is read by whoever
holds the mailbox, its servers and its copies, so neither words nor names nor files of the matter are in it."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.mail import letters
from deskhand.mail.letters import Filling
from deskhand.notify.kinds import Line
from deskhand.tickets.links import absolute, agent_url
from deskhand.tickets.models import Ticket


def to_requester(ticket: Ticket, *, language: str) -> letters.Written:
    """To somebody on the requester's side. The link opens nothing by itself: they sign in."""
    link = absolute(reverse("portal:request", args=[ticket.number]))
    return _written(ticket, link, ticket.desk.shown_name, language)


def to_agent(ticket: Ticket, *, language: str) -> letters.Written:
    """To somebody on the list."""
    return _written(ticket, agent_url(ticket), ticket.desk.name, language)


def line(ticket: Ticket, told: Line) -> Line:
    """A line about the ticket as the bell shows it. Summaries are made of the same lines, so of a confidential one it
    says that there is news."""
    if not ticket.is_confidential:
        return told
    return replace(told, words=_("There is news"), about=_("Confidential"))


def _written(ticket: Ticket, link: str, desk: str, language: str) -> letters.Written:
    with translation.override(language):
        subject = _("News on your case %(number)s") % {"number": "{number}"}
        body = _(
            "There is news on your case %(number)s. It is confidential, so this letter does not say what.\n\n"
            "Sign in to read it: %(link)s\n\n%(desk)s"
        ) % {"number": "{number}", "link": "{link}", "desk": "{desk}"}
    filling = Filling({"number": str(ticket.number), "link": link, "desk": desk})
    return letters.filled(subject, body, filling, language=language, look=letters.look_of(ticket.desk))
