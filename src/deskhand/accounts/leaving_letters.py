"""Telling the desks that somebody who serves them is gone."""

from __future__ import annotations

from django.conf import settings

from deskhand.accounts.models import DeskRole, Person
from deskhand.jobs.queue import job
from deskhand.kernel.permissions import ADMIN, READERS
from deskhand.web import letters


@job(attempts=5)
def tell_desks_of_leaving(*, person_id: int, actor_id: int | None) -> None:
    """Write to the other administrators of each desk that the person serves, with the way to hand over the work."""
    person = Person.objects.filter(pk=person_id, is_active=False).first()
    if person is None:
        return
    served = DeskRole.objects.filter(person=person, role__in=READERS).select_related("desk")
    for desk in {one.desk_id: one.desk for one in served}.values():
        chiefs = Person.objects.filter(desk_roles__desk=desk, desk_roles__role=ADMIN, is_active=True)
        for chief in chiefs.exclude(pk=actor_id or 0).exclude(email=None).distinct():
            url = f"{settings.DESKHAND.base_url.rstrip('/')}/agent/{desk.key}/people/{person.pk}/leave/"
            letters.send(
                "accounts/mail/left.txt",
                to=chief.email or "",
                language=chief.language,
                person=person,
                chief=chief,
                desk=desk,
                url=url,
            )
