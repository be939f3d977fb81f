"""Servers that tell by themselves when a letter comes (IMAP IDLE, RFC 2177): a visit is ordered at once.

One connection hears of one folder, so that each folder has its own, up to a limit. It is only a hint. Every mailbox is
visited by the clock all the same, so a watch that fails costs half a minute.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from django.db import DatabaseError, close_old_connections, connections
from imap_tools import BaseMailBox

from deskhand.mail.fetching.account import Account, account_of, folders_of
from deskhand.mail.fetching.faults import ERRORS, LINK, REFUSALS
from deskhand.mail.fetching.imap_link import opened
from deskhand.mail.fetching.mailboxes import order_fetching
from deskhand.mail.models import Mailbox
from deskhand.mail.models import Protocol as FetchProtocol

log = structlog.get_logger(__name__)

WATCHED_LIMIT = 200
"""Most folders of all mailboxes that are watched; each costs a thread and a connection. First come the first folders of
all mailboxes, then the second ones. The others are visited by the clock alone."""

WATCHED_FOLDERS = 5
"""Most folders of one mailbox that are watched: the first that it names. Providers take some ten connections of one
account at once, and people's own mail programs need some of them."""

LOOK_SECONDS = 10.0
"""How often the list of mailboxes is read: a new one is watched within this time."""

RENEW_SECONDS = 25 * 60.0
"""After this time the watch is begun anew: servers end one of 29 minutes, and a dead link is found."""

SETTLE_SECONDS = 2.0
"""How long the first watch lasts after a letter: one that came in the moment before it began is told by no server until
it is asked, and letters come in flocks."""

ANSWER_SECONDS = 1.0
"""How long one look at the connection waits; also how late a watcher hears that it is over."""

FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""Seconds before a connection that failed is tried again; doubled each time, forgotten when one is made."""

STILL_RUNNING_SECONDS, TRIES = 0.5, 20
"""A visit that is under way may have looked already: another one is ordered when it has ended."""


def watch_all(stop: threading.Event) -> None:
    """Watch the folders of every mailbox whose server offers it, until ``stop`` is set. Runs in a thread or process of
    its own."""
    watched: dict[tuple[object, ...], Watcher] = {}
    while True:
        close_old_connections()
        with suppress(DatabaseError):  # The worker tells of it; the watchers go on as they are.
            _adjust(watched, _wanted())
        if stop.wait(LOOK_SECONDS):
            break
    for watcher in watched.values():
        watcher.over.set()
    for watcher in watched.values():
        watcher.join(ANSWER_SECONDS * 3)
    connections.close_all()


def _adjust(watched: dict[tuple[object, ...], Watcher], wanted: dict[tuple[object, ...], Target]) -> None:
    for key in watched.keys() - wanted.keys():
        watched.pop(key).over.set()
    for key in wanted.keys() - watched.keys():
        watched[key] = Watcher(wanted[key])
        watched[key].start()


def _wanted() -> dict[tuple[object, ...], Target]:
    """The folders to watch, by all that a connection depends on: what was changed is watched anew."""
    rows = (
        Mailbox.objects.beyond_walls("mailboxes of all desks are watched").fetched().filter(protocol=FetchProtocol.IMAP)
    )
    boxes = list(rows.order_by("pk")[:WATCHED_LIMIT])
    found = [one for place in range(WATCHED_FOLDERS) for box in boxes for one in _folder(box, place)]
    return dict(found[:WATCHED_LIMIT])


def _folder(box: Mailbox, place: int) -> Iterator[tuple[tuple[object, ...], Target]]:
    """The folder that the mailbox names there, if it names so many."""
    for folder in folders_of(box)[place : place + 1]:
        where = (box.fetch_host, box.fetch_port, box.fetch_security, folder)
        yield (box.pk, *where, box.fetch_sign_in, box.fetch_user, box.fetch_secret), _Visits(box, folder)


class Target(Protocol):
    """What is watched, and what to do when a letter comes."""

    @property
    def mailbox(self) -> Mailbox: ...

    @property
    def folder(self) -> str: ...

    def account(self) -> Account:
        """Where it lies; asked again for every connection."""

    def wake(self, over: threading.Event) -> None:
        """A letter may have come."""


@dataclass(frozen=True)
class _Visits:
    """Orders a visit to the mailbox, which looks into all of its folders."""

    mailbox: Mailbox
    folder: str

    def account(self) -> Account:
        return account_of(self.mailbox)

    def wake(self, over: threading.Event) -> None:
        close_old_connections()
        for _try in range(TRIES):
            if order_fetching(self.mailbox.pk) or over.wait(STILL_RUNNING_SECONDS):
                return


class Watcher(threading.Thread):
    """Watches one folder of one account. ``target`` says where it is and what to do when a letter comes."""

    def __init__(self, target: Target) -> None:
        super().__init__(name=f"watching {target.mailbox.pk}", daemon=True)
        self.over = threading.Event()
        self._target = target
        self._wait = FIRST_WAIT

    def run(self) -> None:
        try:
            while not self.over.is_set() and self._watch():
                self.over.wait(self._wait)
                self._wait = min(self._wait * 2, LONGEST_WAIT)
        finally:
            connections.close_all()

    def _watch(self) -> bool:
        """One connection, as long as it lasts; False if there is nothing to watch at this server."""
        try:
            with opened(self._target.account(), self._target.folder) as box:
                if not _offers_idle(box):
                    return False
                self._wait = FIRST_WAIT
                _was_told(box)
                self._target.wake(self.over)  # What came while nobody watched.
                _listen(box, self.over, lambda: self._target.wake(self.over))
        except (ValueError, DatabaseError, *ERRORS) as error:  # The visits by the clock tell of it on the page.
            log.info(
                "mail.not_watched", mailbox=self._target.mailbox.name, folder=self._target.folder, error=str(error)
            )
        return True


def _offers_idle(box: BaseMailBox) -> bool:
    _status, words = box.client.capability()
    return any(b"IDLE" in line.upper().split() for line in words if isinstance(line, bytes))


def _listen(box: BaseMailBox, over: threading.Event, wake: Callable[[], None]) -> None:
    """Until it is over, or the link fails."""
    idle: Any = box.idle
    lasts = SETTLE_SECONDS
    while not over.is_set():
        box.client.noop()  # Fails at once if the server has hung up; and tells of what came between two watches.
        if _was_told(box):
            wake()
            continue
        idle.start()
        try:
            is_due = _was_told(box) or _letters_came(box, over, lasts)
        finally:
            with suppress(*LINK, *REFUSALS):
                idle.stop()
        lasts = RENEW_SECONDS
        if _was_told(box) or is_due:
            lasts = SETTLE_SECONDS
            wake()


def _was_told(box: BaseMailBox) -> bool:
    """Whether a letter came while no watch was open: the server told beside its answer to something else."""
    return bool(box.client.untagged_responses.pop("EXISTS", None))


def _letters_came(box: BaseMailBox, over: threading.Event, lasts: float) -> bool:
    """Whether a letter came; False when the watch should be begun anew."""
    renew_at = time.monotonic() + lasts
    while not over.is_set() and time.monotonic() < renew_at:
        began = time.monotonic()
        answers = box.idle.poll(timeout=ANSWER_SECONDS)
        if any(b" EXISTS" in one.upper() or b" RECENT" in one.upper() for one in answers):
            return True
        if not answers and time.monotonic() - began < ANSWER_SECONDS / 2:
            return False  # There was something to read, and it was nothing: mostly the end.
    return False
