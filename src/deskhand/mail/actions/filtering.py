"""What a desk believes about its letters, and what it does with those that are held back."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.mail.events import MailRulesEdited, ReceivingServerEdited
from deskhand.mail.models import Mailbox, MailRules, ReceivingServer, SpamFilter, SpamGoes
from deskhand.mail.models.rules import DOMAIN_HOURLY, SENDER_HOURLY

_SERVER = re.compile(r"[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, kw_only=True)
class FilterRules:
    """What a desk does with spam and floods; a rate of zero is no limit. See :class:`MailRules`."""

    spam_goes: str = SpamGoes.SPAM
    sender_hourly: int = SENDER_HOURLY
    domain_hourly: int = DOMAIN_HOURLY
    checks_signatures: bool = False


@transaction.atomic
def save_filter_rules(*, actor: Actor, desk: Desk, rules: FilterRules) -> MailRules:
    """Change a desk's rules. Letters that are here already stay where they are. Raises Invalid with the fields that
    are wrong."""
    actor.need("mail.settings", desk.pk)
    row = MailRules.objects.within(desk).select_for_update().filter(desk=desk).first() or MailRules(desk=desk)
    names = [spec.name for spec in fields(rules)]
    before = {name: getattr(row, name) for name in names}
    for name in names:
        setattr(row, name, getattr(rules, name))
    _check(row)
    row.save()
    changed = [name for name in names if before[name] != getattr(row, name)]
    if changed:
        old, new = ({name: _plain(of[name]) for name in changed} for of in (before, vars(row)))
        emit(MailRulesEdited(desk=desk.pk, fields=changed, old=old, new=new), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def name_receiving_server(
    *, actor: Actor, mailbox: Mailbox, name: str, spam_filter: str = SpamFilter.ANY
) -> ReceivingServer:
    """Say whose Authentication-Results and spam headers count for a mailbox's letters. ``name`` is the authserv-id of
    its receiving server (RFC 8601), empty for nobody's. Raises Invalid with the fields that are wrong."""
    actor.need("mail.settings", mailbox.desk_id)
    rows = ReceivingServer.objects.within(mailbox.desk_id).select_for_update()
    row = rows.filter(mailbox=mailbox).first() or ReceivingServer(mailbox=mailbox)
    before = {"name": row.name, "spam_filter": row.spam_filter}
    row.name, row.spam_filter = name.strip().lower(), spam_filter
    if row.name and not _SERVER.fullmatch(row.name):
        raise _wrong({"name": _("Write the server's name alone, as in mail.example.org.")})
    _check(row)
    row.save()
    changed = [field for field, value in before.items() if value != getattr(row, field)]
    if changed:
        # The name of a server can tell whose it is: that it changed is enough.
        told = [field for field in changed if field != "name"]
        old, new = ({field: _plain(of[field]) for field in told} for of in (before, vars(row)))
        fact = ReceivingServerEdited(mailbox=mailbox.pk, fields=changed, old=old, new=new)
        emit(fact, actor=actor, desk_id=mailbox.desk_id)
    return row


def _check(row: MailRules | ReceivingServer) -> None:
    try:
        row.clean_fields(exclude=["desk", "mailbox"])
    except ValidationError as error:
        raise _wrong({name: " ".join(words) for name, words in error.message_dict.items()}) from None


def _wrong(which: dict[str, str]) -> Invalid:
    return Invalid(_("The rules cannot be saved like this."), which)


def _plain(value: object) -> str | int | bool | None:
    return value if isinstance(value, bool | int) else str(value)
