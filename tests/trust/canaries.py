"""Random days of a desk: verbs in any order, and in each internal note a word by which it would be known outside."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from deskhand.kernel import clock
from deskhand.kernel.actor import Channel
from deskhand.kernel.errors import DeskhandError
from deskhand.tickets import actions
from deskhand.tickets.actions.create import NewTicket
from deskhand.tickets.bodies import Body, composed
from deskhand.tickets.models import Ticket
from tests.cast import Cast

CANARY = "kanarienvogel"
"""How every word begins that stands in internal notes alone."""

SONG = "zwitschern"
"""What those outside look for: it stands beside the words in every note."""

STAFF = ("jana", "ben", "priya", "lena")
ASKERS = ("mara", "huimin", "oliver")


@dataclass
class Day:
    """A desk on which things happen by chance. ``refused`` counts deeds that the desk did not allow."""

    cast: Cast
    chance: random.Random
    numbers: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    refused: int = 0
    words: int = 0

    def word(self) -> str:
        """Another word that nobody outside may ever read."""
        self.words += 1
        return f"{CANARY}{self.words}"

    def secret(self) -> Body:
        return composed(f"<p>Between us: {SONG} <b>{self.word()}</b></p>")

    def ticket(self) -> Ticket:
        every = Ticket.objects.beyond_walls("chance decides").select_related("desk", "status")
        found: Ticket = every.get(number=self.chance.choice(self.numbers))
        return found

    def agent(self) -> Any:
        return self.cast.actor(self.chance.choice(STAFF))

    def go_on(self, steps: int) -> None:
        """So many deeds, most of them about notes."""
        self.numbers += [self.cast.ticket(f"Case of {who}", by=who).number for who in ASKERS]
        for _step in range(steps):
            name, deed = self.chance.choice(DEEDS)
            self.done.append(name)
            try:
                deed(self)
            except DeskhandError:
                self.refused += 1
        self.cast.work()


def note(day: Day) -> None:
    actions.note(actor=day.agent(), ticket=day.ticket(), body=day.secret())


def note_with_file(day: Day) -> None:
    ticket, word = day.ticket(), day.word()
    jana, content = day.cast.actor("jana"), word.encode()
    file = actions.upload(
        actor=jana, desk_id=ticket.desk_id, filename=f"{word}.txt", content=content, content_type="text/plain"
    )
    actions.note(actor=jana, ticket=ticket, body=day.secret(), attachments=[file])


def call(day: Day) -> None:
    actions.log_call(actor=day.agent(), ticket=day.ticket(), body=day.secret())


def handed_over(day: Day) -> None:
    network = day.cast.network
    actions.give_to_team(actor=day.agent(), ticket=day.ticket(), to=network, note=day.secret())


def draft(day: Day) -> None:
    html = f"<p>{day.word()}</p>"
    actions.save_draft(actor=day.agent(), ticket=day.ticket(), kind="note", html=html, is_shared=True)


def reply(day: Day) -> None:
    actions.reply(actor=day.agent(), ticket=day.ticket(), body=composed("<p>We look into it.</p>"))


def planned(day: Day) -> None:
    at = clock.now() + timedelta(days=1)
    actions.plan_reply(actor=day.agent(), ticket=day.ticket(), body=composed(f"<p>{day.word()}</p>"), at=at)


def asked(day: Day) -> None:
    ticket = day.ticket()
    actor = day.cast.actor(day.chance.choice(ASKERS), Channel.PORTAL)
    actions.requester_reply(actor=actor, ticket=ticket, body=composed("<p>Any news?</p>"))


def opened(day: Day) -> None:
    who = day.chance.choice(ASKERS)
    text = composed("<p>Something else.</p>")
    new = NewTicket(desk=day.cast.it, subject="Another case", body=text, requester=day.cast.people[who])
    day.numbers.append(actions.create(actor=day.cast.actor(who, Channel.PORTAL), new=new).number)


def status(day: Day) -> None:
    key = day.chance.choice(["open", "on_hold", "resolved"])
    actions.set_status(actor=day.agent(), ticket=day.ticket(), to=day.cast.status(key), reason=day.word())


def assigned(day: Day) -> None:
    person = day.cast.people[day.chance.choice(STAFF)]
    actions.assign(actor=day.agent(), ticket=day.ticket(), to=person, reason=day.word())


def tagged(day: Day) -> None:
    actions.tag(actor=day.agent(), ticket=day.ticket(), add=[day.word()])


def followed(day: Day) -> None:
    actions.follow(actor=day.agent(), ticket=day.ticket(), person=day.cast.people[day.chance.choice(ASKERS)])


def handed_to(day: Day) -> None:
    actions.change_requester(actor=day.agent(), ticket=day.ticket(), to=day.cast.people[day.chance.choice(ASKERS)])


def merged(day: Day) -> None:
    into, follow = day.chance.choice(day.numbers), day.chance.random() < 0.5
    actions.merge(actor=day.agent(), ticket=day.ticket(), into=into, follow=follow, reason=day.word())


def unmerged(day: Day) -> None:
    actions.unmerge(actor=day.agent(), ticket=day.ticket())


def split(day: Day) -> None:
    ticket = day.ticket()
    ids = list(ticket.messages.order_by("pk").values_list("pk", flat=True))
    chosen = day.chance.sample(ids, k=day.chance.randint(1, len(ids)))
    asks = day.cast.people[day.chance.choice(ASKERS)]
    made = actions.split(actor=day.agent(), ticket=ticket, messages=chosen, requester=asks, reason=day.word())
    day.numbers.append(made.number)


def unsplit(day: Day) -> None:
    actions.unsplit(actor=day.agent(), ticket=day.ticket())


def linked(day: Day) -> None:
    to, kind = day.chance.choice(day.numbers), day.chance.choice(["related", "parent_of", "blocks"])
    actions.link_tickets(actor=day.agent(), ticket=day.ticket(), kind=kind, to=to)


def cascaded(day: Day) -> None:
    parent = day.ticket()
    children = [one.other.number for one in parent.links_out.select_related("other").order_by("pk")]
    said = day.chance.choice(list(parent.messages.order_by("pk")))
    actions.cascade(actor=day.agent(), ticket=parent, children=children, message=said.pk, resolve=True)


def copied(day: Day) -> None:
    ticket = day.ticket()
    message = ticket.messages.order_by("pk").first()
    actions.move(actor=day.cast.actor("lena"), ticket=ticket, to=day.cast.hr, reason=message.text[:20])


def many(day: Day) -> None:
    verb, value = day.chance.choice([("priority", 3), ("tag", [day.word()]), ("spam", None), ("unspam", None)])
    actions.change_many(actor=day.agent(), numbers=day.numbers, verb=verb, value=value)


def behind(day: Day) -> None:
    actions.begin_run(actor=day.agent(), desk=day.cast.it, numbers=day.numbers, verb="tag", value=[day.word()])


def by_macro(day: Day) -> None:
    steps = {"message": "note", "text": f"<p>{day.word()}</p>", "priority": "high"}
    row = actions.save_macro(actor=day.cast.actor("lena"), desk=day.cast.it, name=day.word(), steps=steps)
    actions.apply_macro(actor=day.agent(), ticket=day.ticket(), macro=row)


def taken_back(day: Day) -> None:
    from deskhand.kernel.models import Event

    ticket = day.ticket()
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("pk")
    change = day.chance.choice([one.pk for one in facts])
    actions.undo_change(actor=day.agent(), ticket=ticket, change=change)


def slept(day: Day) -> None:
    actions.snooze(actor=day.agent(), ticket=day.ticket(), until=clock.now() + timedelta(hours=2))


Deed = Callable[[Day], None]

DEEDS: list[tuple[str, Deed]] = [
    (one.__name__, one)
    for one in (
        note, note, note_with_file, call, handed_over, draft, reply, reply, planned, asked, opened, status, assigned,
        tagged, followed, handed_to, merged, unmerged, split, unsplit, linked, cascaded, copied, many, behind,
        by_macro, taken_back, slept,
    )
]  # fmt: skip
"""Everything that can happen, and how often: what writes notes, and what brings messages to other people."""
