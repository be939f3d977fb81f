"""Canned replies: the desk's, a team's, and one's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel import bulk, clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import Fact, emit
from deskhand.kernel.words import fold
from deskhand.tickets import access, canned
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE, fresh_key
from deskhand.tickets.bodies import composed
from deskhand.tickets.events_of_canned_replies import (
    CannedReplyEdited,
    CannedReplyRestored,
    OwnCannedReplyEdited,
    OwnCannedReplyRestored,
)
from deskhand.tickets.models import Attachment, CannedReply, Ticket

SHORTCUT_LIMIT = 30
"""Longest shortcut of a canned reply in characters."""

_SHORTCUT = re.compile(r"[\w-]+")
_FIELDS = ("title", "body", "team_id", "person_id", "language", "shortcut")


@transaction.atomic
def save_canned_reply(
    *,
    actor: Actor,
    desk: Desk,
    reply: CannedReply | None = None,
    title: str,
    body: str,
    team: Team | None = None,
    is_own: bool = False,
    language: str = "",
    shortcut: str = "",
    attachments: Sequence[Attachment] | None = None,
) -> CannedReply:
    """Make or change a canned reply of the desk, of one team, or (``is_own``) of the actor alone. ``body`` is HTML
    with ``{placeholders}``; ``shortcut`` is what is typed after ``;;``. ``attachments`` are all of its files, those
    that it has and uploads of the actor; None leaves them. Raises Denied unless the actor may edit it before and
    after, NotFound for one that was put away, Invalid for what is missing, unknown variables, and a shortcut that
    another one of the same scope has."""
    Desk.objects.select_for_update().get(pk=desk.pk)
    row = CannedReply(desk=desk) if reply is None else _held(reply)
    if reply is not None:
        _need_edit(actor, row)
    before = [getattr(row, name) for name in _FIELDS]
    row.title, row.body = " ".join(title.split())[:120], composed(body).html
    row.team, row.person_id = (None, actor.person_id) if is_own else (team, None)
    row.language, row.shortcut = language[:10], fold(shortcut.strip().removeprefix(";;"))
    _need_edit(actor, row, is_own=is_own)
    _check(row)
    changed = [name for name, old in zip(_FIELDS, before, strict=True) if reply is None or getattr(row, name) != old]
    row.save(update_fields=None if reply is None else changed)
    if attachments is not None and _keep_files(actor, row, attachments):
        changed.append("attachments")
    if changed:
        _tell(actor, row, changed)
    return row


@transaction.atomic
def delete_canned_reply(*, actor: Actor, reply: CannedReply) -> None:
    """Put a canned reply away."""
    _need_edit(actor, reply)
    reply.is_active = False
    reply.save(update_fields=["is_active"])
    _tell(actor, reply, ["is_active"])


@transaction.atomic
def restore_canned_reply(*, actor: Actor, reply: CannedReply) -> CannedReply:
    """Offer a canned reply that was put away again, with its files. Its shortcut stays away if another one of the same
    scope has it by now. One that is offered stays as it is."""
    Desk.objects.select_for_update().get(pk=reply.desk_id)
    reply.refresh_from_db(fields=["is_active", "shortcut"])
    _need_edit(actor, reply)
    if reply.is_active:
        return reply
    fields = ["is_active"]
    if reply.shortcut and _with_its_shortcut(reply) is not None:
        reply.shortcut = ""
        fields.append("shortcut")
    reply.is_active = True
    reply.save(update_fields=fields)
    kind = CannedReplyRestored if reply.person_id is None else OwnCannedReplyRestored
    fact: Fact = kind(canned_reply=reply.pk)
    emit(fact, actor=actor, desk_id=reply.desk_id)
    return reply


@transaction.atomic
def use_canned_reply(*, actor: Actor, ticket: Ticket, reply: int) -> list[Attachment]:
    """Count that it was put into a text on the ticket, and give copies of its files as the actor's own uploads. Raises
    NotFound for one that the actor does not find. No event: a text is nothing yet."""
    actor.need_on("tickets.note", ticket)
    access.served_ticket_for(actor, ticket.number)
    row: CannedReply | None = canned.found_by(actor, ticket.desk_id).filter(pk=reply).first()
    if row is None:
        raise NotFound
    CannedReply.objects.within(ticket.desk_id).filter(pk=row.pk).update(used=F("used") + 1)
    return [_copy(actor, one) for one in row.attachments.select_related("blob").order_by("pk")]


def _copy(actor: Actor, file: Attachment) -> Attachment:
    copy = Attachment(
        blob=file.blob,
        desk_id=file.desk_id,
        key=fresh_key(),
        filename=file.filename,
        content_type=file.content_type,
        size=file.size,
        uploaded_by_id=actor.person_id,
        created_at=clock.now(),
    )
    bulk.insert_one(copy)
    return copy


def _held(reply: CannedReply) -> CannedReply:
    """The canned reply as it is now, held until the end; NotFound once it was put away."""
    rows = CannedReply.objects.within(reply.desk_id).select_related("desk", "team").select_for_update(of=("self",))
    found: CannedReply | None = rows.filter(pk=reply.pk, is_active=True).first()
    if found is None:
        raise NotFound
    return found


def _need_edit(actor: Actor, row: CannedReply, *, is_own: bool = False) -> None:
    if row.person_id is not None or is_own:
        actor.need("tickets.own_canned", row.desk_id)
        if row.person_id is None or row.person_id != actor.person_id:
            raise NotFound
    elif not canned.may_edit(actor, row):
        if row.team_id is None or not actor.may("tickets.own_canned", row.desk_id):
            actor.need("tickets.canned", row.desk_id)
        raise Denied(_("Only members of the team and those who edit the desk's canned replies can do this."))


def _check(row: CannedReply) -> None:
    wrong = {} if row.title else {"title": _("Write a title.")}
    if composed(row.body).is_empty:
        wrong["body"] = _("Write the text.")
    elif unknown := canned.unknown_variables(row.body):
        words = _("There is no such word to fill in: %(words)s. Those that there are stand below the text.")
        wrong["body"] = words % {"words": ", ".join(unknown)}
    if row.shortcut:
        wrong |= _wrong_shortcut(row)
    if wrong:
        raise Invalid(_("The canned reply is not complete."), wrong)


def _wrong_shortcut(row: CannedReply) -> dict[str, str]:
    if not _SHORTCUT.fullmatch(row.shortcut) or len(row.shortcut) > SHORTCUT_LIMIT:
        words = _("Letters, digits, “-” and “_”, at most %(limit)s of them.") % {"limit": SHORTCUT_LIMIT}
        return {"shortcut": words}
    other = _with_its_shortcut(row)
    if other is None:
        return {}
    return {"shortcut": _("“%(title)s” has this shortcut already.") % {"title": other.title}}


def _with_its_shortcut(row: CannedReply) -> CannedReply | None:
    """Another one of the same scope that has the shortcut."""
    same = CannedReply.objects.within(row.desk_id).filter(is_active=True, shortcut=row.shortcut)
    found: CannedReply | None = same.filter(team_id=row.team_id, person_id=row.person_id).exclude(pk=row.pk).first()
    return found


def _keep_files(actor: Actor, row: CannedReply, files: Sequence[Attachment]) -> bool:
    """The files belong to the reply from now on, and to nobody who uploaded them. True if they are others now."""
    if len(files) > FILES_PER_MESSAGE:
        raise Invalid(_("At most %(limit)s files in one message.") % {"limit": FILES_PER_MESSAGE})
    had = set(row.attachments.values_list("pk", flat=True))
    wanted = {one.pk for one in files}
    if had == wanted:
        return False
    Attachment.objects.within(row.desk_id).with_confidential("files of no message yet").filter(
        pk__in=wanted - had, message=None
    ).update(uploaded_by=None)
    row.attachments.set(wanted)
    return True


def _tell(actor: Actor, row: CannedReply, names: Sequence[str]) -> None:
    fields = ["scope" if name in ("team_id", "person_id") else name for name in names]
    kind: type[CannedReplyEdited | OwnCannedReplyEdited] = (
        CannedReplyEdited if row.person_id is None else OwnCannedReplyEdited
    )
    fact: Fact = kind(canned_reply=row.pk, fields=list(dict.fromkeys(fields)))
    emit(fact, actor=actor, desk_id=row.desk_id)
