"""The beginning: the first administrator, the first desk, perhaps its mailbox, all or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.accounts.actions import create_desk, first_administrator
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.mail.actions import MailboxDetails, save_mailbox
from deskhand.ops.models import Beginning

KEY_LIMIT = 20
"""Longest key of a desk in characters."""


@dataclass(frozen=True)
class Begun:
    """Who and what is there now."""

    administrator: Person
    desk: Desk


@transaction.atomic
def begin(
    *, actor: Actor, name: str, email: str, password: str, desk_name: str, mailbox: MailboxDetails | None = None
) -> Begun:
    """Make the first administrator and the desk, and connect the mailbox if its settings are given. Whoever comes
    second is told by Denied; nothing of theirs stays."""
    try:
        with transaction.atomic():
            Beginning.objects.create(at=clock.now())
    except IntegrityError:
        raise Denied(_("There is an administrator already.")) from None
    person = first_administrator(actor=actor, name=name, email=email, password=password)
    desk = create_desk(
        actor=actor, key=key_of(desk_name), name=desk_name, administrator=person, language=settings.LANGUAGE_CODE
    )
    if mailbox is not None:
        save_mailbox(actor=actor, desk=desk, details=mailbox)
    return Begun(person, desk)


def key_of(name: str) -> str:
    """The key that follows from a desk's name: ``it`` of IT, ``desk`` where no letter can be used."""
    key = re.sub(r"^[^a-z]+", "", slugify(name))[:KEY_LIMIT].rstrip("-_").replace("_", "-")
    return key or "desk"
