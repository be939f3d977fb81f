"""The machine: room on the disk, whose the files are, and what time it is."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from deskhand.jobs.queue import now_sql
from deskhand.kernel.config import SECRET_KEYS
from deskhand.kernel.models import Event
from deskhand.ops.doctor.findings import BROKEN, OK, WARNING, Finding

LEAST_FREE, ENOUGH_FREE = 0.10, 20 * 2**30
"""Part of the disk that should be free; on a large disk so many bytes are enough."""

TOO_LITTLE = 500 * 2**20
"""Bytes below which letters and files will soon be refused."""

SKEW_SECONDS = 5
"""Difference between two clocks that still passes for none."""

_TIME_ERROR = 5


def disk() -> Finding:
    """Room where the data folder is."""
    usage = shutil.disk_usage(settings.DESKHAND.data)
    free = usage.free / usage.total
    words = _("%(size)s GB free (%(part)s).") % {"size": usage.free // 2**30, "part": f"{free:.0%}"}
    if usage.free < TOO_LITTLE:
        return Finding("disk", _("Disk"), BROKEN, f"{words} {_('Make room or move the data folder.')}")
    if free < LEAST_FREE and usage.free < ENOUGH_FREE:
        return Finding("disk", _("Disk"), WARNING, f"{words} {_('Make room or move the data folder.')}")
    tables = os.statvfs(settings.DESKHAND.data)
    if tables.f_files and tables.f_favail / tables.f_files < LEAST_FREE / 10:
        words = _("The disk can hold hardly any more files: remove small ones, or move the data folder.")
        return Finding("disk", _("Disk"), BROKEN, words)
    return Finding("disk", _("Disk"), OK, words)


def permissions() -> Finding:
    """Who can read the secrets, and whether all files are their owner's."""
    title, data = _("Files and keys"), settings.DESKHAND.data
    loose = [path for path in (data / "keys").glob("*") if path.stat().st_mode & 0o077]
    if loose:
        words = _("Others can read %(file)s: chmod 600 it.") % {"file": loose[0].name}
        return Finding("permissions", title, BROKEN, words)
    toml = data / "deskhand.toml"
    if toml.exists() and toml.stat().st_mode & 0o077 and _names_a_secret(toml):
        words = _("Others can read %(file)s, which holds a secret: chmod 600 it.") % {"file": toml.name}
        return Finding("permissions", title, BROKEN, words)
    foreign = next(_not_the_owners(data), None)
    if foreign is not None:
        said = {"file": foreign.relative_to(data), "owner": _name(foreign), "wanted": _name(data)}
        words = _("%(file)s belongs to %(owner)s, the data folder to %(wanted)s: chown -R the folder to %(wanted)s.")
        return Finding("permissions", title, BROKEN, words % said)
    shut = [one for one in (data, data / "files", data / "keys") if one.exists() and not os.access(one, os.W_OK)]
    if shut:
        words = _("%(file)s cannot be written by %(user)s: run as the user that Deskhand runs as, or chown the folder.")
        user = pwd.getpwuid(os.geteuid()).pw_name
        return Finding("permissions", title, BROKEN, words % {"file": shut[0], "user": user})
    if data.stat().st_mode & 0o077:
        words = _("Others can look into the data folder %(file)s: chmod 700 it.") % {"file": data}
        return Finding("permissions", title, WARNING, words)
    return Finding("permissions", title, OK, _("Readable by their owner alone."))


def clock() -> Finding:
    """Against the database's clock, against what was written before, and whether it is kept right."""
    title = _("Clock")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {now_sql()}")
        skew = abs(cursor.fetchone()[0] / 1000 - time.time())
    if skew > SKEW_SECONDS:
        words = _("The database's clock differs by %(seconds)s s: use NTP on both.") % {"seconds": round(skew)}
        return Finding("clock", title, BROKEN, words)
    ahead = _written_ahead_of_now()
    if ahead > SKEW_SECONDS:
        words = _("The newest fact is %(seconds)s s ahead: the clock was set back. Set it right; until then times lie.")
        return Finding("clock", title, BROKEN, words % {"seconds": round(ahead)})
    if _is_synchronized() is False:
        words = _("Nothing keeps the clock right: switch on NTP (timedatectl set-ntp true).")
        return Finding("clock", title, WARNING, words)
    return Finding("clock", title, OK, _("Agrees with the database's."))


def _names_a_secret(toml: Path) -> bool:
    return any(line.partition("=")[0].strip() in SECRET_KEYS for line in toml.read_text().splitlines())


def _not_the_owners(data: Path) -> Iterator[Path]:
    """Files and folders directly in the data folder and its folders that somebody else owns. A command that was run
    as root leaves such behind, and the service cannot use them."""
    owner = data.stat().st_uid
    for path in (*data.glob("*"), *data.glob("*/*")):
        if path.lstat().st_uid != owner:
            yield path


def _name(path: Path) -> str:
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # An owner without an entry, as in a container.
        return str(uid)


def _written_ahead_of_now() -> float:
    newest = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    return newest.timestamp() - time.time() if newest else 0.0


def _is_synchronized() -> bool | None:
    """What the kernel knows of NTP; None where it cannot be asked."""
    if sys.platform != "linux":
        return None
    ask = getattr(ctypes.CDLL(None), "adjtimex", None)
    if ask is None:
        return None
    state: int = ask(ctypes.create_string_buffer(512))  # All zero: only asks.
    return None if state < 0 else state != _TIME_ERROR
