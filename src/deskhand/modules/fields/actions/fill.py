"""Filling in the fields of a ticket."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.fields.actions.prioritize import follow_matrix
from deskhand.modules.fields.events import FieldsSet
from deskhand.modules.fields.models import Field, FieldKind, Needed, Value
from deskhand.modules.fields.queries import Asking, asking, defaults, held_by, texts_by_code
from deskhand.modules.fields.values import Understood, understood
from deskhand.tickets import access
from deskhand.tickets.models import Ticket
from deskhand.tickets.new_parts import AGENT

_UNTOLD = frozenset({FieldKind.TEXT, FieldKind.URL})
"""Kinds whose values no fact holds: what people write freely."""


@transaction.atomic
def set_fields(
    *,
    actor: Actor,
    ticket: Ticket,
    values: Mapping[str, Sequence[str]],
    saw: Mapping[str, Sequence[str]] | None = None,
) -> Ticket:
    """Fill in fields of a ticket, by their codes; an empty list empties one. What is not asked as the ticket then is,
    cannot be given. ``saw`` is what the caller knew of them: what somebody else changed meanwhile is refused. Raises
    Invalid with what is wrong, by code."""
    actor.need_on("fields.fill", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    known = asking(locked.desk_id, ticket_kind=locked.kind)
    held = texts_by_code(held_by(locked))
    read = understand(known, values, held)
    if saw is not None:
        _check_seen(read, held, saw)
    after = {**held, **_texts(read)}
    shown = {one.code for one in known.asked(after)}
    idle = [code for code, one in read.items() if one.texts and code not in shown and one.texts != held.get(code)]
    if idle:
        raise Invalid(*_refused({code: _("This is not asked as the ticket is now.") for code in idle}))
    emptied = [one for one in known.missing(after, Needed.CREATION) if one.code in read and held.get(one.code)]
    if emptied:
        raise Invalid(*_refused({one.code: needed_words(one) for one in emptied}))
    _write(actor, locked, known, read, held)
    return locked


@transaction.atomic
def keep_new(
    *,
    actor: Actor,
    ticket: Ticket,
    known: Asking,
    values: Mapping[str, Sequence[str]],
    beside: Asking,
    side: str,
) -> None:
    """What a new ticket was opened with. The caller has made it in this transaction. ``known`` are the fields that
    ``side`` was asked: what is needed of them must be there, and what a form holds of fields that its rules hide is
    passed over. Of ``beside``, all fields of such a ticket, the others hold what they begin with. Raises Invalid."""
    read = understand(known, values, {})
    shown = {one.code for one in known.asked(_texts(read))}
    read = {code: one for code, one in read.items() if code in shown}
    lacks = known.missing(_texts(read), Needed.CREATION)
    if lacks:
        raise Invalid(*_refused({one.code: needed_words(one) for one in lacks}))
    asked = {one.code for one in known.fields}
    read |= _begun(beside, asked, read)
    _write(actor, ticket, beside, read, {}, asked_anew=asked if side != AGENT else ())


def _begun(beside: Asking, asked: Collection[str], read: Mapping[str, Understood]) -> dict[str, Understood]:
    """What the fields begin with that were not asked, as far as rules show them beside what was filled in."""
    fresh = {code: texts for code, texts in defaults(beside).items() if code not in asked}
    shown = {one.code for one in beside.asked(fresh | _texts(read))}
    return understand(beside, {code: texts for code, texts in fresh.items() if code in shown}, {})


def _texts(read: Mapping[str, Understood]) -> dict[str, list[str]]:
    return {code: one.texts for code, one in read.items()}


def understand(
    known: Asking, values: Mapping[str, Sequence[str]], held: Mapping[str, Sequence[str]]
) -> dict[str, Understood]:
    """The values cleaned, by code. Raises Invalid with all that is wrong; an unknown code is as wrong as one that one
    may not see."""
    wrong, read = {}, {}
    for code, typed in values.items():
        field = known.of(code)
        if field is None:
            wrong[code[:60]] = _("There is no field “%(code)s” here.") % {"code": code[:60]}
            continue
        try:
            read[code] = understood(field, typed, kept=held.get(code, ()))
        except Invalid as refusal:
            wrong[code] = str(refusal)
    if wrong:
        raise Invalid(*_refused(wrong))
    return read


def _check_seen(
    read: Mapping[str, Understood], held: Mapping[str, Sequence[str]], saw: Mapping[str, Sequence[str]]
) -> None:
    theirs = [
        code for code, one in read.items() if list(held.get(code, ())) not in (list(saw.get(code, ())), list(one.texts))
    ]
    if theirs:
        words = _("Somebody filled this in meanwhile. Look at the ticket again, then repeat your change.")
        raise Invalid(*_refused(dict.fromkeys(theirs, words)))


def needed_words(field: Field) -> str:
    """That a field must be filled in, in words."""
    return _("Fill in “%(label)s”.") % {"label": field.label}


def _refused(wrong: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    return _("The fields cannot be filled in like this."), dict(wrong)


def _write(
    actor: Actor,
    ticket: Ticket,
    known: Asking,
    read: Mapping[str, Understood],
    held: Mapping[str, Sequence[str]],
    *,
    asked_anew: Collection[str] = (),
) -> None:
    changed = [code for code, one in read.items() if list(one.texts) != list(held.get(code, ()))]
    if not changed:
        return
    by_code = {one.code: one for one in known.fields}
    Value.objects.within(ticket.desk_id).filter(ticket=ticket, field__in=[by_code[code] for code in changed]).delete()
    rows = [Value(ticket=ticket, field=by_code[code], **row) for code in changed for row in read[code].rows]
    Value.objects.within(ticket.desk_id).bulk_create(rows)
    fact = FieldsSet(
        ticket=ticket.pk,
        fields=sorted(changed),
        old=_told(by_code, changed, held),
        new=_told(by_code, changed, _texts(read)),
    )
    emit(fact, actor=actor, desk_id=ticket.desk_id)
    after = {**held, **_texts(read)}
    follow_matrix(ticket, after, changed, asked_anew=asked_anew)


def _told(
    by_code: Mapping[str, Field], codes: Iterable[str], texts: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    return {code: list(texts.get(code, ())) for code in codes if by_code[code].kind not in _UNTOLD}
