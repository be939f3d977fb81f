"""The times until which a person likes to put tickets on hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions import set_own_preferences
from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.tickets.ahead import Ahead

SNOOZE_TIMES = 12
"""Most times of one's own."""


@transaction.atomic
def set_snooze_times(*, actor: Actor, codes: Iterable[str]) -> list[str]:
    """Replace one's own times by these codes of :mod:`deskhand.tickets.ahead`, in this order; each counts once. Returns
    them as they are kept. Raises Invalid."""
    person: Person | None = person_of(actor)
    if person is None:
        raise Denied(_("Only people have times of their own."))
    clean = list(dict.fromkeys(Ahead.of(one).code for one in codes))
    if len(clean) > SNOOZE_TIMES:
        words = _("At most %(limit)s times of your own. Take one away first.") % {"limit": SNOOZE_TIMES}
        raise Invalid(words, {"times": words})
    set_own_preferences(actor=actor, person=person, snooze_times=clean)
    return clean
