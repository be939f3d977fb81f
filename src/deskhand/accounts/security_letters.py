"""Letters that tell a person what happened to their way in: to every address that is proven to be theirs, so that
whoever got hold of one of them cannot hide it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils import translation

from deskhand.accounts import factors
from deskhand.accounts.models import DeskRole, Person
from deskhand.jobs.queue import job
from deskhand.kernel.permissions import ADMIN, READERS
from deskhand.web import letters

NEWS = ("factor_added", "factor_removed", "factors_taken", "codes_renewed", "code_used", "link_made", "sessions_ended")
"""What is told: each has its words in ``accounts/mail/security.txt``."""


@job(attempts=5)
def tell_person(*, person_id: int, news: str, kind: str = "", left: int = 0) -> None:
    """Tell a person what was done to their way in. ``kind`` is the factor's, ``left`` how many codes are left."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return
    with translation.override(person.language or None):
        named = str(factors.KINDS.get(kind, ""))
    context = {"person": person, "news": news, "kind": named, "left": left}
    for address in addresses_of(person):
        letters.send("accounts/mail/security.txt", to=address, language=person.language, **context)


@job(attempts=5)
def tell_other_desks(*, person_id: int, actor_id: int, news: str) -> None:
    """Tell the administrators of the desks that a person serves that somebody from elsewhere changed the person's way
    in; not those of desks that this somebody administers."""
    person, actor = (Person.objects.filter(pk=pk).first() for pk in (person_id, actor_id))
    if person is None or actor is None:
        return
    own = DeskRole.objects.filter(person=actor, role=ADMIN).values("desk_id")
    served = DeskRole.objects.filter(person=person, role__in=READERS).exclude(desk_id__in=own).values("desk_id")
    chiefs = Person.objects.filter(desk_roles__desk_id__in=served, desk_roles__role=ADMIN, is_active=True)
    for chief in chiefs.exclude(pk__in=(person_id, actor_id)).exclude(email=None).distinct():
        context = {"person": person, "actor": actor, "chief": chief, "news": news}
        letters.send("accounts/mail/told_desk.txt", to=chief.email or "", language=chief.language, **context)


def addresses_of(person: Person) -> list[str]:
    """Every proven address of the person; the primary one if none is proven."""
    proven = list(
        EmailAddress.objects.filter(user=person, verified=True).order_by("pk").values_list("email", flat=True)
    )
    return proven or ([person.email] if person.email else [])
