"""The beginning: the first administrator and the first desk, both or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.accounts.actions import create_desk, first_administrator
from deskhand.accounts.actions.desks import RESERVED
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
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
    *, actor: Actor, name: str, email: str, password: str, desk_name: str, public_name: str = "", language: str = ""
) -> Begun:
    """Make the first administrator and the desk. Whoever comes second is told by Denied; nothing of theirs stays."""
    try:
        with transaction.atomic():
            Beginning.objects.create(at=clock.now())
    except IntegrityError:
        raise Denied(_("There is an administrator already.")) from None
    person = first_administrator(actor=actor, name=name, email=email, password=password)
    desk = create_desk(
        actor=actor,
        key=key_of(desk_name),
        name=desk_name,
        administrator=person,
        public_name=public_name,
        language=language or settings.LANGUAGE_CODE,
    )
    return Begun(person, desk)


def key_of(name: str) -> str:
    """The key that follows from a desk's name: ``it`` of IT, ``desk`` where no letter can be used."""
    key = re.sub(r"^[^a-z]+", "", slugify(name))[:KEY_LIMIT].rstrip("-_").replace("_", "-")
    return key or "desk"


def free_key_of(name: str) -> str:
    """The same, with a number behind it if another desk has it already."""
    wanted = key_of(name)
    taken = {*Desk.objects.filter(key__startswith=wanted[:15]).values_list("key", flat=True), *RESERVED}
    numbered = (f"{wanted[: KEY_LIMIT - 3]}-{number}" for number in range(2, 100))
    return next(one for one in (wanted, *numbered) if one not in taken)
