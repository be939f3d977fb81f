"""Letters about approvals. They are the installation's, not the desk's: a link in one lets its reader decide, so the
people of the desk do not read them among what was sent. Answers come to the desk's mailbox all the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import own_words
from deskhand.kernel.permissions import READERS
from deskhand.mail import outbox
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient
from deskhand.modules.approvals import shown, tokens
from deskhand.modules.approvals.absences import deciders
from deskhand.modules.approvals.actions.asking import BY_HAND
from deskhand.modules.approvals.models import Approval, Ask, Question
from deskhand.tickets import links
from deskhand.tickets.models import Ticket
from deskhand.tickets.route import mailbox_for
from deskhand.web import moments

_SYSTEM = "a letter is written about what its fact names"


def ask(asks: Iterable[int], *, once: str, because: str) -> None:
    """Ask each of them to decide, and whoever stands in for them now, if it still waits for them."""
    rows = Ask.objects.beyond_walls(_SYSTEM).waiting().filter(pk__in=list(asks)).select_related(*_PARTS)
    for row in rows.order_by("pk"):
        for person in Person.objects.filter(pk__in=deciders(row.person), is_active=True).exclude(email=None):
            _write_ask(row, person, f"approval:{once}:{row.pk}", because)


def _write_ask(row: Ask, person: Person, once: str, because: str) -> None:
    approval, ticket = row.approval, row.approval.ticket
    with translation.override(_language(person, ticket)), own_words.of_desk(ticket.desk_id):
        given = {
            "because": because,
            "person": person,
            "stands_in_for": row.person.name if person.pk != row.person_id else "",
            "asker": approval.asked_by.name if approval.asked_by else ticket.desk.shown_name,
            "why": approval.why,
            "subject": row.content.body["subject"],
            "message": shown.message_of(row.content.body)[:1_000],
            "facts": shown.facts_of(row.content.body, asker=approval.asked_by_id),
            "deadline": moments.exact(row.stage.deadline_at) if row.stage.deadline_at else "",
            "url": tokens.LINKS.url(row.pk, person.pk),
        }
        subject, text = _text("approvals/mail/ask.txt", given)
        if ticket.is_confidential:
            subject, text = _veiled(reverse("approvals:ask", args=[row.pk]))
    letter = Letter(
        kind=LetterKind.OTHER,
        subject=subject if ticket.is_confidential else f"{subject} {tokens.subject_token(row.pk, person.pk)}",
        text=text,
        message_id=tokens.message_id(row.pk, person.pk),
        once=once,
        sender_name=ticket.desk.shown_name,
        is_automatic=True,
    )
    outbox.put(letter, to=_recipient(person, ticket))


def refuse(*, ask_id: int, email: str, why: str, once: str, holder: int = 0) -> None:
    """An answer by mail decided nothing. It surely came from ``holder``: then with a new link, for the one that they
    quoted has ended."""
    row: Ask | None = Ask.objects.beyond_walls(_SYSTEM).select_related(*_PARTS).filter(pk=ask_id).first()
    if row is None:
        return
    page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('approvals:ask', args=[row.pk])}"
    ticket, is_link = row.approval.ticket, bool(holder) and row.state == "waiting"
    url = tokens.LINKS.url(row.pk, holder) if is_link else page
    _plain("refused", ticket, row.person, f"approval:{once}", email=email, why=why, url=url, is_link=is_link)


def tell_voided(approval_id: int, people: Iterable[int], *, once: str) -> None:
    """What they decided counts no more, because it was edited."""
    approval = _approval(approval_id)
    if approval is None:
        return
    asked = Ask.objects.within(approval.desk_id).filter(approval=approval, state="waiting").select_related("person")
    anew = {pk for row in asked for pk in deciders(row.person)}  # Their letter says it, too.
    for person in Person.objects.filter(pk__in=set(people) - anew, is_active=True).exclude(email=None):
        page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('approvals:list')}"
        _plain("voided", approval.ticket, person, f"approval:{once}", url=page)


def tell_released(approval: Approval, people: Iterable[int], *, once: str) -> None:
    """Nobody needs their decision any more."""
    whole = _approval(approval.pk)
    if whole is None:
        return
    for person in Person.objects.filter(pk__in=set(people), is_active=True).exclude(email=None):
        _plain("released", whole.ticket, person, f"approval:{once}", state=whole.state)


def pass_question(question_id: int, *, once: str) -> None:
    """To the requester, who answers on the page of the request."""
    question = _question(question_id)
    if question is None:
        return
    ticket, person = question.ask.approval.ticket, question.ask.approval.ticket.requester
    if not person.email or not person.is_active or ticket.is_task or _serves(person, ticket):
        return
    said = {"who": question.by.name if question.by else "", "words": question.words}
    page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('portal:request', args=[ticket.number])}"
    _plain("question", ticket, person, f"approval:{once}", url=page, **said)


def pass_answer(question_id: int, *, once: str) -> None:
    """To whoever asked, with the way back to the decision."""
    question = _question(question_id)
    if question is None or question.by is None or not question.by.email or not question.by.is_active:
        return
    page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('approvals:ask', args=[question.ask_id])}"
    said = {"who": question.answered_by.name if question.answered_by else "", "words": question.answer}
    asked = question.words
    _plain("answer", question.ask.approval.ticket, question.by, f"approval:{once}", url=page, asked=asked, **said)


def tell_requester(approval_id: int, *, once: str) -> None:
    """What became of it."""
    approval = _approval(approval_id)
    if approval is None or not approval.key.startswith(BY_HAND):
        return
    ticket, person = approval.ticket, approval.ticket.requester
    if not person.email or not person.is_active or ticket.is_task or _serves(person, ticket):
        return
    remarks = approval.asks.filter(state=approval.state, stage__round=approval.round).exclude(remark="")
    said = [one.remark for one in remarks.order_by("pk")]
    _plain(
        "ended",
        ticket,
        person,
        f"approval:{once}",
        is_approved=approval.state == "approved",
        remarks=said,
        url=links.portal_url(ticket, person),
    )


_PARTS = ("approval__ticket__desk", "approval__ticket__requester", "approval__asked_by", "stage", "content", "person")


def _plain(which: str, ticket: Ticket, person: Person, once: str, *, email: str = "", **given: Any) -> None:
    with translation.override(_language(person, ticket)), own_words.of_desk(ticket.desk_id):
        whole = {"person": person, "subject": ticket.subject, "number": ticket.number, **given}
        subject, text = _text(f"approvals/mail/{which}.txt", whole)
        if ticket.is_confidential:
            subject, text = _veiled(reverse("approvals:list"))
    letter = Letter(
        kind=LetterKind.OTHER,
        subject=subject,
        text=text,
        once=once,
        sender_name=ticket.desk.shown_name,
        is_automatic=True,
    )
    outbox.put(letter, to=Recipient(email=email or person.email or "", name=person.name))


def _veiled(path: str) -> tuple[str, str]:
    """About a confidential ticket a letter says where to sign in, and nothing else."""
    page = f"{settings.DESKHAND.base_url.rstrip('/')}{path}"
    words = _("There is news on a confidential approval. This letter does not say what it is about.")
    return _("News on a confidential approval"), f"{words}\n\n{_('Sign in to read it: %(link)s') % {'link': page}}\n"


def _text(template: str, given: dict[str, Any]) -> tuple[str, str]:
    written = render_to_string(template, {**given, "address": settings.DESKHAND.base_url}).strip()
    subject, _newline, body = written.partition("\n")
    return subject.strip(), f"{body.strip()}\n"


def _recipient(person: Person, ticket: Ticket) -> Recipient:
    """Answers come to the mailbox of the desk, where they are read."""
    mailbox = mailbox_for(ticket)
    more = {"Reply-To": mailbox.reply_to or mailbox.address} if mailbox is not None else {}
    return Recipient(email=person.email or "", name=person.name, more_headers=more)


def _approval(pk: int) -> Approval | None:
    rows = Approval.objects.beyond_walls(_SYSTEM).select_related("ticket__desk", "ticket__requester")
    found: Approval | None = rows.filter(pk=pk).first()
    return found if found is not None and found.ticket.desk_id == found.desk_id else None


def _question(pk: int) -> Question | None:
    rows = Question.objects.beyond_walls(_SYSTEM).select_related(
        "by", "answered_by", "ask__approval__ticket__desk", "ask__approval__ticket__requester"
    )
    found: Question | None = rows.filter(pk=pk).first()
    return found


def _serves(person: Person, ticket: Ticket) -> bool:
    return DeskRole.objects.filter(desk_id=ticket.desk_id, person=person, role__in=READERS).exists()


def _language(person: Person, ticket: Ticket) -> str:
    return person.language or ticket.desk.language
