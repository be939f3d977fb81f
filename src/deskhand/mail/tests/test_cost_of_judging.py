"""Filters judge strangers' text in the worker itself: twice as much of it, of whatever kind, costs at most about twice
the time, and no letter costs more than some hundred ordinary ones. Measured is the processor's time, and one letter's
against another's."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from deskhand.mail.filters import FILTERS, FilterContext
from deskhand.mail.parse import parse

CONTEXT = FilterContext(
    own_addresses=frozenset({"it@eberfeld.example"}),
    blocked=frozenset({"@evil.example"}),
    allowed=frozenset({"mara@kestrel.example"}),
    trusted_server="mx.eberfeld.example",
    instance="mark",
    message_id_domain="eberfeld.example",
)
TOP = b"From: Mara <mara@kestrel.example>\r\nTo: it@eberfeld.example\r\nX-Failed-Recipients: a@b.example\r\n"
SIZE = 20_000
"""Bytes of the smaller letter's hostile part; the larger one has twice as many."""

DEAREST = 6
"""How many times what :func:`ordinary` gives a hostile letter may cost at most."""

HOSTILE = (
    b'\\"',
    b'"',
    b'"(',
    b"(",
    b"; ",
    b" ",
    b"<",
    b"<@",
    b"@",
    b"<a>  ",
    b"a=",
    b"a, ",
    b"-",
    b"SCL ",
    b"<mailto:",
)
FIELDS = (
    "Authentication-Results X-Forefront-Antispam-Report X-Microsoft-Antispam X-Spamd-Result X-Spam-Status List-Post "
    "List-Id Delivered-To X-Loop From Reply-To Auto-Submitted X-Auto-Response-Suppress Content-Type References Subject"
).split()
LINES = (
    b"\n",
    b" \n",
    b"<a@b>:\n",
    b"> ",
    b"---\n",
    b"400 " * 50 + b"x" * 300 + b"\n",
    b"<" + b"@" * 508,
    b"<@",
    b"-",
    b"5.1.1 ",
)


def repeated(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece))


def one_field(name: str, size: int) -> list[bytes]:
    return [TOP + name.encode() + b": " + repeated(one, size) + b"\r\n\r\nHello\r\n" for one in HOSTILE]


def many_fields(name: str, size: int) -> list[bytes]:
    """As many as there can be, some of them long."""
    lines = [b"a: it@eberfeld.example\r\n", *(b"a: " + repeated(one, 800) + b"\r\n" for one in HOSTILE[:3])]
    lines = [line.replace(b"a", name.encode(), 1) for line in lines]
    return [TOP + repeated(line, size * 4) + b"\r\nHello\r\n" for line in lines]


def recipients(size: int) -> list[bytes]:
    people = b", ".join(b"p%d@kestrel.example" % number for number in range(size // 8))
    return [TOP + name + people + b"\r\n\r\nHello\r\n" for name in (b"Cc: ", b"Reply-To: ", b"Delivered-To: ")]


def returned(size: int) -> list[bytes]:
    """Texts of a mail system that says what could not be delivered."""
    top = TOP + b"Return-Path: <>\r\nSubject: Undeliverable\r\n\r\n"
    return [top + repeated(one, size) for one in LINES]


def reports(size: int) -> list[bytes]:
    top = TOP + b"Return-Path: <>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    blocks = (b"Final-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n\r\n", b"\r\n", b"x\r\n")
    return [top + b"Content-Type: message/delivery-status\r\n\r\n" + repeated(one, size) + b"--b--" for one in blocks]


KINDS: dict[str, Callable[[int], list[bytes]]] = {
    **{f"one {name}": partial(one_field, name) for name in FIELDS},
    **{f"many {name}": partial(many_fields, name) for name in ("Received", *FIELDS[:3])},
    "recipients": recipients,
    "returned": returned,
    "reports": reports,
}


def spent(letters: list[bytes]) -> float:
    """The processor's time that judging these letters takes."""
    mails = [parse(raw) for raw in letters]
    began = time.process_time()
    for mail in mails:
        for judge in FILTERS:
            judge(mail, CONTEXT)
    return time.process_time() - began


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What a few ordinary letters cost: differences below that are the machine's own."""
    return spent([TOP + b"Subject: VPN\r\n\r\nIt drops.\r\n"] * 200)


@pytest.mark.parametrize("make", KINDS.values(), ids=list(KINDS))
def test_what_strangers_write_is_judged_in_a_time_that_grows_no_faster_than_it(make, ordinary):
    assert any(_is_cheap(make, ordinary) for _try in range(3))


def _is_cheap(make: Callable[[int], list[bytes]], ordinary: float) -> bool:
    letters = make(2 * SIZE)
    most = spent(letters)
    return most < 3 * spent(make(SIZE)) + ordinary and most < len(letters) * DEAREST * ordinary
