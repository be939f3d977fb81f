"""The mail process of the tree: ``python -m deskhand.cli.mailroom``. It listens for mail servers, and watches mailboxes
whose servers tell at once when a letter comes."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading

from deskhand.cli.surroundings import FAILED, say, set_up

QUIET_END_SECONDS = 10.0
"""How long the watchers may take to hang up."""


async def _listen(stop: asyncio.Event) -> None:
    from django.conf import settings

    from deskhand.mail.listening.places import Listening
    from deskhand.mail.listening.server import Listeners

    listeners = Listeners(Listening.of(settings.DESKHAND))
    await listeners.open()
    try:
        await stop.wait()
    finally:
        await listeners.close()


async def _run(over: threading.Event) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await _listen(stop)
    finally:
        over.set()


def main() -> int:
    """Stay until SIGTERM; the exit code."""
    set_up()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # The library tells of every connection and address.
    over = threading.Event()
    watchers = _watchers(over)
    try:
        asyncio.run(_run(over))
    except OSError as error:
        say(f"deskhand: mail cannot be listened for: {error}")
        return FAILED
    finally:
        over.set()
        watchers.join(QUIET_END_SECONDS)
    return 0


def _watchers(over: threading.Event) -> threading.Thread:
    from deskhand.mail.fetching.watching import watch_all

    thread = threading.Thread(target=watch_all, args=(over,), name="watching", daemon=True)
    thread.start()
    return thread


if __name__ == "__main__":
    sys.exit(main())
