"""Who hears of broken glass: every administrator of its desk, at the bell and by a letter that nobody can switch off;
the asker of what became of it; and of a new request those who could be the second person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from deskhand.accounts import glass as broken
from deskhand.accounts.glass_events import GlassAsked, GlassEnded, GlassRefused, GlassSeconded, GlassWasRead
from deskhand.accounts.models import BreakGlass, GlassRead, Person
from deskhand.jobs.queue import job
from deskhand.kernel import clock
from deskhand.kernel.events import Fact, restored
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.notify.actions import tell
from deskhand.web import letters

KIND = "glass"

READS_EVERY = timedelta(minutes=10)
"""What is read through one glass is told together, at most this often."""

NUMBERS_TOLD = 50
"""Record numbers that one letter names; the page names them all."""


@afterwards(GlassAsked)
def tell_of_a_request(fact: GlassAsked) -> None:
    """The desk's administrators hear of it, and the other site administrators."""
    row = _row(fact.glass)
    if row is None:
        return
    chiefs = Person.objects.filter(is_site_admin=True, is_active=True).order_by("pk")
    others = [one for one in chiefs if not broken.is_kept_from(one.pk, row)]
    _tell("asked", fact, row, [*broken.owners(row), *others])


@afterwards(GlassSeconded)
def tell_that_it_is_open(fact: GlassSeconded) -> None:
    """The desk's administrators hear that it is open, and until when; so does the asker."""
    row = _row(fact.glass)
    if row is not None:
        _tell("opened", fact, row, [*broken.owners(row), row.asker])


@afterwards(GlassRefused)
def tell_of_a_refusal(fact: GlassRefused) -> None:
    """The same people hear that it was refused."""
    row = _row(fact.glass)
    if row is not None:
        _tell("refused", fact, row, [*broken.owners(row), row.asker])


@afterwards(GlassEnded)
def tell_that_it_is_over(fact: GlassEnded) -> None:
    """The same people hear that it was closed before its time; of a request that was withdrawn, too."""
    row = _row(fact.glass)
    if row is not None:
        _tell("ended" if fact.was_open else "withdrawn", fact, row, [*broken.owners(row), row.asker])


@afterwards(GlassWasRead)
def order_a_notice_of_reading(fact: GlassWasRead) -> None:
    """The first record is told at once; what follows within the next minutes is told together."""
    row = _row(fact.glass)
    if row is None:
        return
    last = row.reads.exclude(told_at=None).order_by("-told_at").values_list("told_at", flat=True).first()
    wait = (last + READS_EVERY - clock.now()).total_seconds() if last is not None else 0
    tell_of_reading.put(
        unique_key=f"glass:{row.pk}", delay_seconds=max(wait, 0), glass_id=row.pk, event_id=fact.meta.id
    )


@job()
def tell_of_reading(*, glass_id: int, event_id: int) -> None:
    """Tell of all that was read through the glass and is not told yet."""
    row, event = _row(glass_id), Event.objects.filter(pk=event_id).first()
    if row is None or event is None:
        return
    untold = GlassRead.objects.within(row.desk_id).filter(glass=row, told_at=None).order_by("at", "pk")
    numbers = list(untold.values_list("ticket_number", flat=True))
    if numbers:
        _tell("read", restored(event), row, _who_may_hear(row, numbers), numbers)
        untold.filter(ticket_number__in=numbers).update(told_at=clock.now())


def _who_may_hear(row: BreakGlass, numbers: list[int]) -> list[Person]:
    """The owners, but for whom all that was read is kept from: they do not hear that anything was."""
    return [one for one in broken.owners(row) if not broken.numbers_kept_from(one.pk).issuperset(numbers)]


def _tell(news: str, fact: Fact, row: BreakGlass, people: Iterable[Person], numbers: list[int] | None = None) -> None:
    """At the bell, which shows it to those who serve the desk, and by a letter to each but the one who did it."""
    heard = {one.pk: one for one in people if one.is_active and one.pk != fact.meta.actor_id}
    tell(kind=KIND, fact=fact, people=heard)
    for one in heard.values():
        hidden = broken.numbers_kept_from(one.pk) if numbers else ()
        told = [number for number in numbers or () if number not in hidden]
        letters.send_once(
            f"{fact.code}:{fact.meta.id}",
            "ops/mail/glass.txt",
            to=one.email or "",
            language=one.language,
            person=one,
            news=news,
            asker=row.asker.name,
            second=row.seconded_by.name if row.seconded_by else "",
            desk=row.desk.name,
            number=row.ticket_number,
            until=row.until,
            numbers=told[:NUMBERS_TOLD],
            more=max(len(told) - NUMBERS_TOLD, 0),
            page=reverse("ops:desk_glass", args=[row.desk.key]) if _serves(one, row) else reverse("ops:glass"),
        )


def _serves(person: Person, row: BreakGlass) -> bool:
    return person.desk_roles.filter(desk_id=row.desk_id).exists()


def _row(pk: int) -> BreakGlass | None:
    found: BreakGlass | None = (
        BreakGlass.objects.beyond_walls("the fact names it")
        .select_related("desk", "asker", "seconded_by")
        .filter(pk=pk)
        .first()
    )
    return found
