"""Letters on a disk that fills up: `python -m tests.mail.small_disk FOLDER`, in a mount namespace of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

LETTERS, TAIL = 60, 5
"""Letters in all, and those after the first refusal that are tried while the disk is full."""

ROOM = 1024 * 1024
"""Bytes that are free at first."""


def raw(number: int) -> bytes:
    """A letter of 60 kB that is like no other."""
    lines = "\r\n".join(f"Line {line} of letter {number}." for line in range(2300))
    head = f"From: person{number}@branch{number}.example\r\nTo: it@eberfeld.example\r\nSubject: Letter {number}\r\n"
    return f"{head}Message-ID: <disk-{number}@kestrel.example>\r\n\r\n{lines}\r\n".encode()


def mount(folder: Path, size: int, *options: str) -> None:
    """A disk of so many bytes at the folder."""
    command = ["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}", *options]), "tmpfs", str(folder)]
    subprocess.run(command, check=True)


def main(folder: Path) -> None:
    """Fill the disk with letters, make room, hand the refused ones over again; print what happened as JSON."""
    os.environ |= {"DESKHAND_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "deskhand.settings"}
    import django

    django.setup()
    from django.db import connection

    from deskhand.mail import pipe
    from deskhand.mail.models import InboundMail
    from tests.mail.office import prepare

    mount(folder, 64 * ROOM)
    prepare("127.0.0.1", "143", "nobody", "")
    used = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    mount(folder, used + ROOM, "remount")

    def handed_over(number: int) -> int:
        with contextlib.redirect_stderr(io.StringIO()):
            return pipe.run("it", io.BytesIO(raw(number)))

    codes = {}
    for number in range(LETTERS):
        codes[number] = handed_over(number)
        if sum(code != pipe.ACCEPTED for code in codes.values()) > TAIL:
            break
    left = [str(one) for one in folder.rglob("*.part")]
    mount(folder, 64 * ROOM, "remount")
    again = [handed_over(number) for number in range(LETTERS) if codes.get(number) != pipe.ACCEPTED]
    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    subjects = InboundMail.objects.beyond_walls("the test looks at everything").values_list("subject", flat=True)
    found = {"codes": list(codes.values()), "left": left, "again": again, "integrity": integrity}
    print(json.dumps({**found, "subjects": sorted(subjects)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
