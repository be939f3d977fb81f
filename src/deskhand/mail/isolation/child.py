"""The reader: a process that reads one letter after the other for the worker that started it, and knows nothing else.

``python -m deskhand.mail.isolation.child FD``: it has no settings, no database and no secrets, writes no file and
starts no process. One that opens a sealed letter is told the keys for it, and ends with it. Before each letter it
limits its own memory and CPU; the system enforces both, in C code as well.
When the other end of its line is gone, it ends.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from socket import socket
from typing import Any

from deskhand.mail.explain import Explanation, explain
from deskhand.mail.headline import headline
from deskhand.mail.isolation import wire
from deskhand.mail.legible import legible
from deskhand.mail.parse import parse
from deskhand.mail.sealing.model import KeyRing

PAGE_SIZE = resource.getpagesize()
LARGEST = 2**40
OPEN_FILES = 32
_WARM_UP = b"From: a@b.example\nSubject: =?utf-8?q?=C3=A9?=\nContent-Type: text/html; charset=x\n\n<p>caf\xe9</p>"


def serve(line: socket) -> None:
    """Answer until the other end hangs up."""
    while True:
        try:
            request, contents = wire.receive(line, LARGEST)
        except (EOFError, ConnectionError):
            return
        words, answer = _answered(request, contents)
        wire.send(line, words, answer)


def _answered(request: Any, contents: list[bytes]) -> tuple[Any, list[bytes]]:
    _limit(request["cpu"], request["memory"])
    try:
        return _done(request, contents)
    except MemoryError:
        return {"too_much": "memory"}, []
    except RecursionError:
        return {"too_much": "depth"}, []
    except Exception as error:  # noqa: BLE001 (told to whoever asked, who says it in words)
        return {"error": f"{type(error).__name__}: {error}"[:1000]}, []
    finally:
        _lift()


def _done(request: Any, contents: list[bytes]) -> tuple[Any, list[bytes]]:
    if request["verb"] == "parse":
        return wire.flat(parse(contents[0]))
    if request["verb"] == "explain":
        return wire.flat(Explanation(json.dumps(explain(contents[0]))))
    if request["verb"] == "unseal":
        from deskhand.mail.sealing.opening import unsealed  # Two libraries that other letters do not need.

        return wire.flat(unsealed(contents[0], wire.whole(KeyRing, request["ring"], contents[1:])))
    if request["verb"] == "verify":
        from deskhand.mail.isolation.signatures import Asked, verified

        return wire.flat(verified(contents[0], wire.whole(Asked, request["asked"], contents[1:])))
    if request["verb"] == "headline":
        return wire.flat(headline(contents[0]))
    return wire.flat(legible(request["text"], request["html"], request["subject"], request["pictures"]))


def _limit(cpu: float, memory: int) -> None:
    _address_space(_taken() + memory)
    signal.setitimer(signal.ITIMER_PROF, cpu)  # At the end of it the system ends the process.


def _lift() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    _address_space(resource.RLIM_INFINITY)


def _address_space(wanted: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    fits = wanted if hard == resource.RLIM_INFINITY or 0 <= wanted < hard else hard
    resource.setrlimit(resource.RLIMIT_AS, (fits, hard))


def _taken() -> int:
    """Bytes of address space in use."""
    return int(Path("/proc/self/statm").read_bytes().split()[0]) * PAGE_SIZE


def _alone() -> None:
    """Give away what reading a letter needs not."""
    for number in (signal.SIGINT, signal.SIGTERM):  # Its worker decides when it ends.
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _soft, hard = resource.getrlimit(kind)
        fits = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (fits, fits))


def main() -> None:
    """Read letters for the process at the other end of the line that was handed over."""
    os.dup2(os.open(os.devnull, os.O_RDWR), sys.stdout.fileno())
    legible("", parse(_WARM_UP).html, "", {})
    _alone()
    serve(socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
