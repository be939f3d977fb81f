"""Letters of the portal, written by the worker."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.tickets import links
from deskhand.web import letters


@job(attempts=5)
def mail_new_link(*, token: str, language: str = "") -> None:
    """Send a new link to the person whose link the token was, wherever it is pressed: the letter goes to their mailbox.
    Nothing happens for a token that we did not sign, and for people who are not on the request any more."""
    link = links.signed_link(token)
    if link is None or not link.person.email or not links.may_have_link(link.ticket, link.person):
        return
    letters.send(
        "portal/mail/new_link.txt",
        to=link.person.email,
        language=link.person.language or language,
        person=link.person,
        number=link.ticket.number,
        url=links.portal_url(link.ticket, link.person),
    )
