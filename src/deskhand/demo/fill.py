"""Filling an empty installation with the demo desk, reproducibly."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Person
from deskhand.demo import cast as casting
from deskhand.demo import stories
from deskhand.demo.departments import home_of, with_departments
from deskhand.demo.furnish import Furnished, furnish
from deskhand.demo.script import Attachment, Message, TicketScript
from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.kernel import clock, slots
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.bulk import insert_many
from deskhand.kernel.errors import Invalid
from deskhand.tickets.actions.write_history import BATCH, raise_number, write_history
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Priority, ReadMark, Ticket
from deskhand.tickets.past import PastChange, PastFile, PastMessage, PastTicket
from deskhand.tickets.rows import LARGEST_GAP

MARK = "demo.json"
"""File in the data folder that says: this is a demo, and whose links to print."""

TICKETS = 300
"""Tickets of a demo unless asked otherwise."""

LIFE_DAYS = 60
"""Days over which a usual demo is spread; a large one takes :data:`LONG_LIFE_DAYS`."""

LONG_LIFE_DAYS = 730

KEPT_MARKS = 14
"""Days back to which the demo's agents remember what they have read."""

KINDS = {"incident": "incident", "request": "service_request", "question": "question"}
CHANNELS = {"mail": "mail", "portal": "portal", "phone": "phone", "agent": "web"}

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Demo:
    """What a script needs to know of a demo: addresses of its personas, and the mailbox's name."""

    administrator: str
    agent: str
    requester: str
    mailbox: str
    tickets: int
    seed: int
    hr: str = ""
    facilities: str = ""

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))


def mark_path() -> Path:
    return Path(settings.DESKHAND.data) / MARK


def found() -> Demo | None:
    """The demo of this data folder, if it holds one."""
    try:
        return Demo(**json.loads(mark_path().read_text()))
    except FileNotFoundError:
        return None


def refuse_if_used() -> None:
    """Raises Invalid when somebody is there already."""
    if Person.objects.exists():
        raise Invalid(f"{settings.DESKHAND.data} is in use and is not a demo: choose an empty folder with --data.")


def fill(
    *, tickets: int = TICKETS, seed: int = 1, modules: Sequence[str] = (), progress: Progress = lambda _n: None
) -> Demo:
    """Fill the installation, which must hold nobody yet. The same seed gives the same desk, told up to today.

    Raises Invalid when somebody is there already.
    """
    refuse_if_used()
    cast = casting.load()
    with transaction.atomic():
        made = furnish(cast)
    days = LIFE_DAYS if tickets <= 5_000 else LONG_LIFE_DAYS
    scripts = stories.make(seed, tickets, clock.now().replace(microsecond=0), days)
    _write_all(made, scripts, cast.address, seed, progress)
    for module in modules:
        switch_module(actor=SYSTEM, desk=home_of(module) or made.desk, module=module, on=True)
    for furnish_module in slots.items("demo_content"):
        furnish_module(made.desk, cast)
    personas, everybody = cast.personas, with_departments(cast).people
    demo = Demo(
        administrator=cast.people[personas.administrator].email,
        agent=cast.people[personas.agent].email,
        requester=cast.people[personas.requester].email,
        mailbox=cast.mailbox,
        tickets=tickets,
        seed=seed,
        hr=everybody[personas.hr].email,
        facilities=everybody[personas.facilities].email,
    )
    mark_path().write_text(json.dumps(demo.as_dict(), indent=2))
    _analyze()
    return demo


def _write_all(made: Furnished, scripts: Iterator[TicketScript], sender: str, seed: int, progress: Progress) -> None:
    writer = Writer(made, seed)
    while batch := [writer.past(script) for script in islice(scripts, BATCH)]:
        tickets = write_history(desk=made.desk, tickets=batch, sender=sender)
        _read_what_was_answered(made, tickets)
        progress(len(batch))
    raise_number(writer.number)


def _read_what_was_answered(made: Furnished, tickets: Sequence[Ticket]) -> None:
    """The agents have seen what an agent wrote last, and what came more than two days ago."""
    agents = [made.people[one.key].pk for one in casting.load().agents]
    seen = [one for one in tickets if one.last_side == "agent" or one.updated_at < clock.ago(days=2)]
    marks = [ReadMark(ticket=one, person_id=pk, seen_at=one.updated_at) for one in seen for pk in agents]
    recent = [mark for mark in marks if mark.seen_at > clock.ago(days=KEPT_MARKS)]
    insert_many(recent)


class Writer:
    """Turns told tickets into past ones: keys into rows, files into blobs."""

    def __init__(self, made: Furnished, seed: int) -> None:
        self.made = made
        self.rng = random.Random(seed)
        self.number = 1000
        self.stored: dict[str, Blob] = {}

    def past(self, script: TicketScript) -> PastTicket:
        """The ticket of a script, with the next number."""
        self.number += self.rng.randint(1, LARGEST_GAP)
        people, teams, cast = self.made.people, self.made.teams, casting.load()
        service = cast.service_of(script.opening_tags)
        return PastTicket(
            number=self.number,
            subject=script.subject[:300],
            kind=KINDS[script.kind],
            requester=people[script.requester],
            affected=people[script.affected] if script.affected != script.requester else None,
            channel=CHANNELS[script.channel],
            opening_status=self.made.statuses[script.opening_status],
            opening_assignee=self._person_id(script.opening_assignee),
            opening_team=teams[script.opening_team].pk if script.opening_team else None,
            opening_priority=Priority.of(script.opening_priority),
            opening_tags=script.opening_tags,
            service=self.made.services[service.name] if service else None,
            location=self.made.locations.get(cast.location_of(script.affected or script.requester)),
            entries=[self._entry(entry, script.requester) for entry in script.entries],
            followers=[people[key] for key in script.followers],
            is_spam=script.is_spam,
            deleted_at=script.deleted_at,
        )

    def _entry(self, entry: Any, requester: str) -> PastMessage | PastChange:
        if isinstance(entry, Message):
            return self._message(entry, requester)
        return PastChange(
            entry.at,
            self._person_id(entry.actor),
            entry.field,
            self._value(entry.field, entry.old),
            self._value(entry.field, entry.new),
            "" if not entry.actor else entry.reason,
        )

    def _message(self, entry: Message, requester: str) -> PastMessage:
        author = self.made.people[entry.author]
        is_agent = bool(casting.load().people[entry.author].teams) and entry.author != requester
        return PastMessage(
            at=entry.at,
            author=author,
            side="agent" if is_agent else "requester",
            kind=entry.kind,
            channel="web" if is_agent and entry.channel == "mail" else CHANNELS[entry.channel],
            body=Body(entry.html, entry.text, entry.quoted_html),
            files=[PastFile(one.name, one.media_type, self._blob(one), one.content_id) for one in entry.attachments],
            cc=[self.made.people[key] for key in entry.cc],
        )

    def _value(self, field: str, value: str) -> str | int | None:
        if field == "status":
            return self.made.statuses[value]
        if field == "priority":
            return int(Priority.of(value))
        if field == "assignee":
            return self._person_id(value)
        if field == "team":
            return self.made.teams[value].pk if value else None
        return value

    def _person_id(self, key: str) -> int | None:
        return self.made.people[key].pk if key else None

    def _blob(self, file: Attachment) -> Blob:
        if file.key not in self.stored:
            self.stored[file.key] = blobs.store(file.content())
        return self.stored[file.key]


def _analyze() -> None:
    """Tell the database's planner what was loaded."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
