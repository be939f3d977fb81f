"""The invented desk that everything is measured on: texts and tickets as pure functions of a seed and a number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

SEED = "deskhand bench 1"
REQUESTERS = 2_000
AGENTS = 20
TEAMS = 10
ORGANIZATIONS = 40

LONG_TICKETS = 20
"""Further tickets, of :data:`LONG_MESSAGES` messages each: pages of long conversations are measured on them."""
LONG_MESSAGES = 30

RARE, RARE_EVERY = "quixotron", 20_000
COMMON, COMMON_EVERY = "printer", 10
"""A word that stands in five of 100,000 tickets, and one that stands in 10,000."""

LAST_DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)
SPAN = timedelta(days=730)
SHORTEST, LONGEST = 300, 1_190
"""Characters of a message."""

USUAL = """account address alarm answer archive backup badge battery beamer billing browser cable calendar camera card
certificate chair charger chat client cloud colleague computer contract copy counter database deadline delivery desk
dialog disk dock document door driver error export fan file filter firewall folder form gateway group headset icon
import invoice keyboard label laptop leave letter licence light link login loudspeaker mailbox meeting memory menu
message meter microphone mobile monitor mouse network notebook office order outage page paper parcel password phone
photo plug policy portal power presentation profile project proxy queue receipt recording report request room router
scanner schedule screen script search sensor server share shift signal signature site socket software spreadsheet
staff storage switch table tablet telephone template terminal ticket token toner tray tunnel update upload vacation
video visitor voice wall warehouse website window wire workshop""".split()
SMALL = "the a my our your and or but with on in at from to of for this that is was has had can will not no all".split()
SYLLABLES = "bra cle dru fen gli hom jar kel lus mon nev ost pra qui ros sel tam und vor wen yar zil".split()


@dataclass(frozen=True, slots=True)
class Told:
    """One ticket of the workload. People, teams and agents are counted from 0; ``agent`` is None while nobody has it.
    ``texts`` alternate between requester and agent, written at the instants ``at``."""

    index: int
    subject: str
    requester: int
    team: int
    agent: int | None
    category: str
    priority: int
    texts: tuple[str, ...]
    at: tuple[datetime, ...]


def tickets(count: int) -> Iterator[Told]:
    """So many tickets over two years, oldest first, then the long ones. Nine of ten are closed: of the newest fifth
    42 % are not, of the others 2 %."""
    for index in range(1, count + 1):
        yield _ticket(index, LAST_DAY - SPAN * (1 - index / count), 0.02 if index <= 0.8 * count else 0.42, 3)
    for index in range(1, LONG_TICKETS + 1):
        begun = LAST_DAY - timedelta(days=40) + timedelta(hours=index)
        yield _ticket(10_000_000 + index * RARE_EVERY, begun, 1.0, LONG_MESSAGES)


def subject_of(index: int) -> str:
    """The subject of a ticket; it ends with its number, so that an answer can be checked."""
    chance = _chance("subject", index)
    words = chance.choices(USUAL, k=chance.randint(3, 6))
    return f"{' '.join(words).capitalize()} (case {index:08d})"


def text_of(index: int, turn: int) -> str:
    """A message of 300 to 1,190 characters. Rare and common words stand in the first of a ticket."""
    chance = _chance("text", index, turn)
    parts = ["Hello,\n\n"] if turn == 0 else []
    if turn == 0 and index % RARE_EVERY == 7:
        parts.append(f"It is the {RARE} again. ")
    if turn == 0 and index % COMMON_EVERY == 3:
        parts.append(f"The {COMMON} on our floor has it, too. ")
    wanted, length = chance.randint(SHORTEST, LONGEST - 100), sum(map(len, parts))
    while length < wanted:
        parts.append(chance.choice(_sentences()) + ("\n\n" if chance.random() < 0.15 else " "))
        length += len(parts[-1])
    return "".join(parts)[:LONGEST].strip()


def letter(number: int, to: str) -> bytes:
    """A plain letter with a new question, from one of the requesters."""
    sender = _chance("letter", number).randrange(REQUESTERS)
    index = 20_000_000 + number
    lines = (
        f"From: {name_of(sender)} <{address_of(sender)}>",
        f"To: {to}",
        f"Subject: {subject_of(index)}",
        f"Date: Sun, 01 Nov 2026 12:{number // 60 % 60:02d}:{number % 60:02d} +0000",
        f"Message-ID: <bench-{number}@{address_of(sender).partition('@')[2]}>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        text_of(index, 0),
    )
    return "\r\n".join(lines).replace("\n\n", "\r\n\r\n").encode()


def name_of(requester: int) -> str:
    """A requester's name."""
    return f"Person {_word(_chance('name', requester)).capitalize()} {requester:04d}"


def address_of(requester: int) -> str:
    """A requester's mail address, in the domain of their organization."""
    return f"person{requester:04d}@org{requester % ORGANIZATIONS:02d}.example"


def _ticket(index: int, begun: datetime, unfinished: float, messages: int) -> Told:
    chance = _chance("ticket", index)
    is_open = chance.random() < unfinished
    category = chance.choice(("new", "open", "open", "on_hold")) if is_open and messages <= 3 else "open"
    pauses = accumulate(chance.randint(10, 480) for _turn in range(messages))
    return Told(
        index=index,
        subject=subject_of(index),
        requester=chance.randrange(REQUESTERS),
        team=chance.randrange(TEAMS),
        agent=None if category == "new" else chance.randrange(AGENTS),
        category=category if is_open else "closed",
        priority=chance.choice((1, 2, 2, 2, 3, 4)),
        texts=tuple(text_of(index, turn) for turn in range(messages)),
        at=(begun, *(begun + timedelta(minutes=pause) for pause in pauses)),
    )


def _chance(*key: object) -> random.Random:
    return random.Random(f"{SEED} {key}")  # noqa: S311 (reproducible invention)


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


@cache
def _sentences() -> tuple[str, ...]:
    """Twenty thousand sentences over some six thousand words, few of them frequent, as in a language."""
    chance = _chance("sentences")
    words = [word for word in USUAL if word != COMMON]
    words += sorted({_word(chance) for _ in range(9_000)} - {RARE, COMMON})
    shares = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    return tuple(_sentence(chance, words, shares) for _ in range(20_000))


def _sentence(chance: random.Random, words: list[str], shares: list[float]) -> str:
    length = chance.randint(3, 8)
    pairs = zip(chance.choices(SMALL, k=length), chance.choices(words, cum_weights=shares, k=length), strict=True)
    text = " ".join(f"{small} {word}" for small, word in pairs)
    return text.capitalize() + chance.choice((".", ".", ".", "?", "!"))
