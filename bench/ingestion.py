"""Letters from an IMAP server to tickets, and the least that reading a letter costs."""

from __future__ import annotations

import email
import statistics
import time
from typing import Any

from bench import workload
from bench.furnish import MAILBOX
from bench.processes import cpu_seconds, settle
from bench.served import Inside, Installation
from bench.timing import ms
from tests.services.dovecot import Dovecot

PARSE_ROUNDS = 9


def ingested(at: Installation, inside: Inside, dovecot: Dovecot, count: int) -> dict[str, Any]:
    """Letters into the mailbox, then all of them read: CPU a letter, letters a second, and the floor of parsing taken
    before and after. Ten letters before them warm up."""
    _fetched(at, inside, dovecot, [workload.letter(number, MAILBOX) for number in range(10)])
    settle(at.roots)
    letters = [workload.letter(number, MAILBOX) for number in range(100, 100 + count)]
    parses = _parses(letters)
    before = cpu_seconds(at.roots)
    seconds = _fetched(at, inside, dovecot, letters)
    settle(at.roots)
    used = (cpu_seconds(at.roots) - before) / count
    parses += _parses(letters)
    return {
        "n": count,
        "cpu_ms": ms(used),
        "letters_per_second": round(count / seconds, 1),
        "floor_parse_cpu_ms": ms(statistics.median(parses)),
    }


def _fetched(at: Installation, inside: Inside, dovecot: Dovecot, letters: list[bytes]) -> float:
    """Seconds from the first letter's arrival until the last is a ticket."""
    inside.ask("mark")
    for raw in letters:
        dovecot.deliver(at.facts["account"], raw)
    return float(inside.ask(f"fetch {len(letters)}")["seconds"])


def _parses(letters: list[bytes]) -> list[float]:
    """CPU seconds a letter of the standard library's parser, headers and text decoded."""
    found = []
    for _round in range(PARSE_ROUNDS):
        began = time.process_time()
        for raw in letters:
            letter = email.message_from_bytes(raw)
            if not letter["Subject"] or not letter.get_payload(decode=True):
                raise ValueError("a letter of the workload has no subject or no text")
        found.append((time.process_time() - began) / len(letters))
    return found
