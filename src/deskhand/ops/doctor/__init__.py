"""What is not well, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from deskhand.ops import first_run
from deskhand.ops.doctor import address, backup, database, machine, mail, work
from deskhand.ops.doctor.findings import BROKEN, OK, WARNING, Finding

__all__ = ["Finding", "examine", "is_well"]

Check = Callable[[], Finding | Iterable[Finding]]


def administrator() -> Finding:
    """Whether somebody can administer."""
    if first_run.is_needed():
        words = _("There is none yet. Open %(address)s") % {"address": first_run.link(settings.DESKHAND.base_url)}
        return Finding("administrator", _("Administrator"), WARNING, words)
    return Finding("administrator", _("Administrator"), OK, _("There is one."))


WITHOUT_TABLES: tuple[Check, ...] = (machine.disk, machine.permissions, address.base_address)
"""These work whatever state the database is in."""

SLOW: tuple[Check, ...] = (database.integrity, address.reachable)
"""These read the whole database or wait for a network: the terminal has time, a page has not."""

CHECKS: tuple[Check, ...] = (
    database.size,
    machine.clock,
    work.workers,
    work.waiting_work,
    work.failed_work,
    mail.mailboxes,
    mail.unread,
    mail.mail_out,
    backup.backup,
    administrator,
)


def examine(*, thorough: bool = True) -> list[Finding]:
    """All checks, in the order in which one would mend things; those that need tables are left out while the schema
    is another version's. Changes nothing. ``thorough`` includes the slow ones."""
    found = [*_tried(database.database)]
    if found[0].state == BROKEN and found[0].check == "unreachable":
        return [*found, *_all(WITHOUT_TABLES)]
    schema = _tried(database.schema)
    found += [*schema, *_all(WITHOUT_TABLES)]
    if schema[0].state != OK:
        return found
    return [*found, *_all(CHECKS), *(_all(SLOW) if thorough else ())]


def is_well(findings: Iterable[Finding]) -> bool:
    """True if nothing is broken; warnings are for people."""
    return all(one.state != BROKEN for one in findings)


def _all(checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        yield from _tried(check)


def _tried(check: Check) -> list[Finding]:
    """What a check found; a database that refuses an answer is a finding as well."""
    try:
        found = check()
        return [found] if isinstance(found, Finding) else list(found)
    except DatabaseError as error:
        where = settings.DESKHAND.database_url.rpartition("@")[2] or connection.settings_dict["NAME"]
        words = _("The database %(where)s cannot be used. See that it runs, and that the address is right: %(words)s")
        said = {"where": where, "words": str(error).strip()}
        return [Finding("unreachable", _("Database"), BROKEN, words % said)]
