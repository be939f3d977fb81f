"""A desk's own words for its letters."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.mail import letters
from deskhand.mail.events import MailTemplateEdited
from deskhand.mail.models import MailTemplate


@transaction.atomic
def save_template(*, actor: Actor, desk: Desk, kind: str, language: str, subject: str, body: str) -> MailTemplate:
    """Replace the words of a kind of letter in a language. Raises Invalid for placeholders that cannot be filled in."""
    actor.need("mail.settings", desk.pk)
    _need_known(kind, language)
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    wrong = letters.mistakes(kind, subject, body)
    if wrong:
        raise Invalid(_("These words cannot be used like this."), wrong)
    row, _made = MailTemplate.objects.within(desk).update_or_create(
        desk=desk, kind=kind, language=language, defaults={"subject": subject, "body": body}
    )
    emit(MailTemplateEdited(template=row.pk, kind=kind, language=language), actor=actor, desk_id=desk.pk)
    saved: MailTemplate = row
    return saved


@transaction.atomic
def forget_template(*, actor: Actor, desk: Desk, kind: str, language: str) -> None:
    """Go back to the built-in words."""
    actor.need("mail.settings", desk.pk)
    _need_known(kind, language)
    row = MailTemplate.objects.within(desk).filter(kind=kind, language=language).first()
    if row is None:
        return
    fact = MailTemplateEdited(template=row.pk, kind=kind, language=language, is_back=True)
    row.delete()
    emit(fact, actor=actor, desk_id=desk.pk)


def _need_known(kind: str, language: str) -> None:
    if kind not in letters.KINDS or language not in dict(settings.LANGUAGES):
        raise Invalid(_("There is no such letter."))
    if letters.KINDS[kind].is_fixed:
        raise Denied(_("The words of this letter are fixed, so that it can never carry a stranger's."))
