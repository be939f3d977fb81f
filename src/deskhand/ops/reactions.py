"""What follows from facts about those who look after the installation."""

from __future__ import annotations

from deskhand.accounts.events import SiteAdminChanged
from deskhand.accounts.models import Person
from deskhand.kernel.reactions import afterwards
from deskhand.ops import glass_notices
from deskhand.web import letters

__all__ = ["glass_notices", "tell_both_of_a_site_administrator"]


@afterwards(SiteAdminChanged)
def tell_both_of_a_site_administrator(fact: SiteAdminChanged) -> None:
    """Whoever became site administrator, or is one no more, hears of it by mail, and so does whoever did it. What was
    done at the terminal tells nobody: it has another trail."""
    if fact.meta.actor_id is None:
        return
    people = Person.objects.filter(pk__in={fact.person, fact.meta.actor_id}, is_active=True).exclude(email=None)
    names = dict(Person.objects.filter(pk__in={fact.person, fact.meta.actor_id}).values_list("pk", "name"))
    for one in people:
        letters.send_once(
            f"{fact.code}:{fact.meta.id}",
            "ops/mail/site_administrator.txt",
            to=one.email or "",
            language=one.language,
            person=one,
            who=names.get(fact.meta.actor_id, ""),
            whom=names.get(fact.person, ""),
            is_made=fact.is_made,
        )
