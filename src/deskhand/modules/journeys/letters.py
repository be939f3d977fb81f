"""Letters to the employee and the manager: at the beginning, when something is theirs, when the day moves, at the end.

They are written in the transaction that causes them, so that each is written once. They are the installation's, not the
desk's, for their link opens the timeline; answers come to the desk's mailbox. A journey says whether it writes any.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import DeskRole, Person
from deskhand.calendars.working_days import days_of
from deskhand.kernel import clock, own_words
from deskhand.mail import outbox
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient, mailbox_of
from deskhand.modules.journeys.definition import EMPLOYEE, MANAGER, Step
from deskhand.modules.journeys.models import Activity, Journey, Outcome, State
from deskhand.tickets.letter_links import LetterLinks
from deskhand.tickets.links import absolute
from deskhand.web import moments

if TYPE_CHECKING:
    from deskhand.modules.journeys.actions.course import Course

LINK_LIFE = timedelta(days=60)
"""How long the link of a letter opens a timeline."""

LINKS = LetterLinks("journey-link", "journeys:by_link", LINK_LIFE)
"""Those that open one journey for one person."""

Yours = Sequence[tuple[Step, Activity]]


def tell_people(course: Course) -> None:
    """Tell whom nobody told yet that it begins, and each what has become theirs since: one letter to each."""
    journey = course.journey
    if not journey.blueprint.writes_letters:
        return
    for who, person in _people(journey):
        yours = [(step, row) for step, row in course.steps() if step.who == who and row.state == State.BEGUN]
        fresh = [one for one in yours if one[1].told_at is None]
        is_new = person.pk not in _told(journey)
        if is_new:
            _put("begun", journey, person, once=f"begun:{person.pk}", yours=yours)
        elif fresh:
            _put("yours", journey, person, once=f"yours:{person.pk}:{fresh[0][1].pk}", yours=fresh)
        course.note_told(person, [row for _step, row in fresh])


def tell_moved(journey: Journey, old: str) -> None:
    """The day is another. To those who know of the journey."""
    once = f"moved:{clock.now().isoformat()}"
    _to_told(journey, "moved", once=once, old=moments.date_words(date.fromisoformat(old)))


def tell_end(journey: Journey) -> None:
    """It is over. Whoever does not come is not written to about it."""
    _to_told(journey, "ended", once="ended", outcome=journey.outcome)


def _told(journey: Journey) -> set[int]:
    """Whom a letter told that it begins, by the accounts that they have now."""
    return {who_is_now(one) for one in journey.told}


def _to_told(journey: Journey, which: str, *, once: str, **given: Any) -> None:
    if not journey.blueprint.writes_letters:
        return
    told = _told(journey)
    for who, person in _people(journey):
        if person.pk in told and not (journey.outcome == Outcome.WITHDRAWN and who == EMPLOYEE):
            _put(which, journey, person, once=f"{once}:{person.pk}", **given)


def _people(journey: Journey) -> list[tuple[str, Person]]:
    """The employee and the manager, whoever can be written to."""
    both = ((EMPLOYEE, journey.person), (MANAGER, journey.manager))
    return [(who, one) for who, one in both if one is not None and one.is_active and one.email]


def _put(which: str, journey: Journey, person: Person, *, once: str, yours: Yours = (), **given: Any) -> None:
    desk = journey.desk
    language = person.language or desk.language
    with translation.override(language), own_words.of_desk(desk.pk):
        whole = {
            "person": person,
            "what": journey.blueprint.named(language),
            "called": journey.called,
            "is_own": person.pk == journey.person_id,
            "desk": desk.shown_name,
            "day": moments.date_words(journey.key_on),
            "yours": [(step.title, moments.date_words(_last_day(journey, row))) for step, row in yours],
            "url": _url(journey, person),
            **given,
        }
        written = render_to_string(f"journeys/mail/{which}.txt", whole).strip()
    subject, _newline, body = written.partition("\n")
    letter = Letter(
        kind=LetterKind.OTHER,
        subject=subject.strip(),
        text=f"{body.strip()}\n",
        once=f"journey:{journey.pk}:{once}",
        sender_name=desk.shown_name,
        is_automatic=True,
    )
    mailbox = mailbox_of(desk.pk)
    more = {"Reply-To": mailbox.reply_to or mailbox.address} if mailbox is not None else {}
    outbox.put(letter, to=Recipient(email=person.email or "", name=person.name, more_headers=more))


def _last_day(journey: Journey, row: Activity) -> date:
    """The last day that an activity of the employee or the manager may take, on the desk that runs the journey."""
    return (row.due_at - timedelta(seconds=1)).astimezone(days_of(journey.desk).zone).date()


def _url(journey: Journey, person: Person) -> str:
    """For whoever never signed in and serves no desk a link that opens the timeline; else its page."""
    if person.last_login is None and not DeskRole.objects.filter(person=person).exists():
        return LINKS.url(journey.pk, person.pk)
    return absolute(reverse("journeys:my_journey", args=[journey.pk]))
