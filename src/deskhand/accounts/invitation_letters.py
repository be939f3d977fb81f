"""The letter of an invitation, written by the worker: the link's token is nowhere but in the letter."""

from __future__ import annotations

from django.utils import translation

from deskhand.accounts.models.invitation import INVITED_AS
from deskhand.jobs.queue import job
from deskhand.web import letters


@job(attempts=5)
def mail_invitation(*, invitation_id: int) -> None:
    """Write to the invited address, in the language of the desk."""
    from deskhand.accounts.actions.invitations import fresh_invitation_link  # They put this job.

    made = fresh_invitation_link(invitation_id=invitation_id)
    if made is None:
        return
    row, url = made
    with translation.override(row.desk.language):
        role = str(dict(INVITED_AS)[row.role])
    letters.send(
        "accounts/mail/invitation.txt",
        to=row.email,
        language=row.desk.language,
        by=row.made_by.name,
        name=row.name,
        desk=row.desk.shown_name,
        role=role,
        is_requester=row.is_to_ask,
        url=url,
    )
