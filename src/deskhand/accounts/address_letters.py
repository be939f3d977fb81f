"""Letters about one's own addresses."""

from __future__ import annotations

from deskhand.accounts.models import Person
from deskhand.jobs.queue import job
from deskhand.web import letters


@job(attempts=5)
def mail_address_proof(*, person_id: int, email: str) -> None:
    """Write to an address that somebody says is theirs, whoever has it."""
    from deskhand.accounts.actions.own_addresses import proof_url  # They put this job.

    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    letters.send(
        "accounts/mail/address_proof.txt",
        to=email,
        language=person.language,
        person=person,
        email=email,
        url=proof_url(person, email),
    )


@job(attempts=5)
def mail_main_address_changed(*, person_id: int, former: str) -> None:
    """Tell the former main address that another one is it now, in case it was not they."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is not None:
        letters.send("accounts/mail/main_address.txt", to=former, language=person.language, person=person)
