"""A desk's rules for letters that answer its tickets."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets.answer_rules import RULES
from deskhand.tickets.joining_events import AnswerRulesChanged
from deskhand.tickets.models import AgentsByMail, AnswerRules, Newcomers

_CHOICES: dict[str, list[str]] = {"newcomers": Newcomers.values, "agents_by_mail": AgentsByMail.values}


@transaction.atomic
def set_answer_rules(*, actor: Actor, desk: Desk, **wanted: Any) -> AnswerRules:
    """Change rules (:data:`RULES`) of a desk; what is not named stays. Raises Invalid."""
    actor.need("mail.settings", desk.pk)
    wrong = {
        name: _("One of: %(words)s.") % {"words": ", ".join(words)}
        for name, words in _CHOICES.items()
        if wanted.get(name, words[0]) not in words
    }
    wrong |= {name: _("This cannot be changed: %(name)s.") % {"name": name} for name in wanted if name not in RULES}
    if wrong:
        raise Invalid(_("These settings cannot be taken."), wrong)
    rows = AnswerRules.objects.within(desk).select_for_update()
    rules, _made = rows.get_or_create(desk=desk)
    old = {name: getattr(rules, name) for name in wanted}
    changed = sorted(name for name, value in wanted.items() if old[name] != value)
    for name in changed:
        setattr(rules, name, wanted[name])
    if changed:
        rules.save(update_fields=changed)
        values = {name: str(old[name]) if name in _CHOICES else old[name] for name in changed}
        fact = AnswerRulesChanged(
            desk=desk.pk, fields=changed, old=values, new={name: wanted[name] for name in changed}
        )
        emit(fact, actor=actor, desk_id=desk.pk)
    found: AnswerRules = rules
    return found
