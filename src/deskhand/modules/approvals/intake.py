"""Answers by mail: ``yes``, ``approve``, ``genehmigt`` or ``no``, ``declined``, ``abgelehnt`` as the first word.

The letter carries the token of the letter that it answers, which was given to one person, and comes from an address
of that person. Whatever else arrives so decides nothing, and its sender is told what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.actors import actor_for
from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import Person
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.mail import judging
from deskhand.mail.judging import Judgement
from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome, ignored
from deskhand.mail.parsing.model import ParsedMail
from deskhand.modules.approvals import access, tokens
from deskhand.modules.approvals.actions import decide
from deskhand.modules.approvals.actions.returning import give_up_links
from deskhand.modules.approvals.models import WORDS_LIMIT, Ask
from deskhand.modules.approvals.querysets import MODULE
from deskhand.tickets.intake.content import content_of

YES = frozenset("yes approve approved ok okay agreed ja genehmigt genehmige zugestimmt einverstanden".split())
NO = frozenset("no decline declined reject rejected nein abgelehnt ablehnen lehne".split())
"""First words that decide, in the languages of the product."""

_WORD = re.compile(r"[^\W\d_]+")


def take_in(letter: InboundMail, mail: ParsedMail, judgement: Judgement) -> Callable[[], Outcome] | None:
    """Fills the slot ``mail_intake``: None for what answers no approval. A link that comes back, in an answer or in any
    other letter, is read by others from now on, so it ends before the letter stands anywhere."""
    named = tokens.answered_by(mail)
    give_up(mail)
    if named is None or judgement.kind in (judging.OWN, judging.LOOP, judging.BOUNCE, judging.REPORT):
        return None
    if judgement.kind:
        return lambda: ignored("auto_reply")
    said = content_of(mail).body.text.strip()
    return lambda: _taken(letter, mail, judgement, named, said)


def give_up(mail: ParsedMail) -> None:
    """End the links that a letter repeats, and those of the letter that it answers."""
    answered = tokens.answered_by(mail)
    for one in dict.fromkeys((*tokens.links_in(mail), *([answered] if answered is not None else []))):
        give_up_links(one)


def take_anyway(actor: Actor, letter: InboundMail, mail: ParsedMail) -> None:
    """Fills the slot ``mail_anyway``: the letter is left to the tickets, its links end."""
    give_up(mail)


def _taken(letter: InboundMail, mail: ParsedMail, judgement: Judgement, named: tokens.Named, said: str) -> Outcome:
    try:
        row = access.ask_beyond(named.ask)
    except NotFound:
        return ignored("decision_gone")
    if not switches.is_on(MODULE, row.approval.desk_id) or row.approval.desk_id != letter.mailbox.desk_id:
        return ignored("decision_gone")
    person = _sender(mail, named)
    with translation.override((person.language if person else "") or letter.mailbox.desk.language):
        why = _refused(judgement, person, said) or _decided(row, person, said)
    if why:
        is_sure = person is not None and not _is_doubted(judgement)
        _tell(letter, mail, row, why, holder=named.person if is_sure else 0)
        return ignored("decision_refused", ticket_number=row.approval.ticket.number)
    return Outcome(code="decided", ticket_number=row.approval.ticket.number)


def _sender(mail: ParsedMail, named: tokens.Named) -> Person | None:
    """Whoever the token was given to, if the letter comes from an address of theirs."""
    owner = addresses.owner_of(mail.from_.email.lower())
    return owner if owner is not None and owner.is_active and owner.pk == who_is_now(named.person) else None


def _refused(judgement: Judgement, person: Person | None, said: str) -> str:
    if person is None or _is_doubted(judgement):
        return _("It is not certain that this letter is from the person who was asked. Sign in and decide on the page.")
    if first_word(said) is None:
        return _("Let the first word be “yes” or “no”. Yours was neither, so nothing was decided.")
    return ""


def _is_doubted(judgement: Judgement) -> bool:
    return judgement.is_unverified or judgement.is_spam or judgement.sender_is_blocked


def first_word(said: str) -> bool | None:
    """True for yes, False for no, None for neither."""
    found = _WORD.search(said[:200])
    word = found[0].casefold() if found else ""
    return True if word in YES else False if word in NO else None


def _decided(row: Ask, person: Person | None, said: str) -> str:
    """Decide what the letter showed; why not, if that is refused."""
    found = _WORD.search(said)
    if person is None or found is None:
        return ""
    try:
        decide(
            actor=actor_for(person, Channel.MAIL),
            ask=row,
            approves=bool(first_word(said)),
            digest=row.content.digest,
            remark=said[found.end() :].lstrip(" .,;:!\n-–—")[:WORDS_LIMIT],
        )
    except DeskhandError as refusal:
        return str(refusal)
    return ""


def _tell(letter: InboundMail, mail: ParsedMail, row: Ask, why: str, *, holder: int) -> None:
    """To whoever wrote, if we know the address: no letters to strangers. ``holder`` gets a new link, 0 none."""
    from deskhand.modules.approvals.jobs import refuse_letter

    email = mail.from_.email.lower()
    if addresses.owner_of(email) is not None:
        refuse_letter.put(ask_id=row.pk, email=email, why=why, once=f"refused:{letter.pk}", holder=holder)
