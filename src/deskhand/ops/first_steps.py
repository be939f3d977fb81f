"""What a new desk still needs, computed from facts: nothing of it is ticked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, Invitation, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import STAFF
from deskhand.mail.models import Mailbox, OutboundMail
from deskhand.mail.models.outbound import OutboundState
from deskhand.ops.last_backup import last_backup
from deskhand.ops.models import FirstStepsPutAway
from deskhand.tickets.models import Ticket


@dataclass(frozen=True)
class Step:
    """One thing to do. ``why`` is a sentence; ``url`` leads to where it is done."""

    title: str
    why: str
    url: str
    is_done: bool


def is_put_away(desk: Desk) -> bool:
    """True if the desk's administrators do not want to see the list any more."""
    return FirstStepsPutAway.objects.filter(desk=desk).exists()


def first_steps(actor: Actor, desk: Desk) -> list[Step]:
    """The steps of a desk for one of its administrators, and those of the installation if they look after that, too.
    At most nine short queries."""
    steps = [*_of_the_desk(desk), _of_the_person(actor)]
    return [*steps, *_of_the_installation()] if actor.is_site_admin else steps


def _of_the_desk(desk: Desk) -> list[Step]:
    boxes = Mailbox.objects.within(desk).filter(is_active=True)
    sent = OutboundMail.objects.within(desk).filter(state=OutboundState.SENT)
    staff = DeskRole.objects.filter(desk=desk, role__in=STAFF).values("person_id").distinct()
    return [
        Step(
            _("Connect a mailbox"),
            _("Letters to it become tickets, and answers come from it."),
            reverse("ops:begin_mailbox", args=[desk.key]),
            boxes.exclude(fetch_host="", smtp_host="").exists(),
        ),
        Step(
            _("Send a test letter"),
            _("Then you know that answers arrive."),
            reverse("mail:mailboxes", args=[desk.key]),
            sent.exists(),
        ),
        Step(
            _("Invite your colleagues"),
            _("Paste their addresses; who accepts has a role on this desk."),
            reverse("ops:begin_people", args=[desk.key]),
            staff.count() > 1 or Invitation.objects.within(desk).exists(),
        ),
        Step(
            _("Make a team"),
            _("People who share a queue. One is enough."),
            reverse("ops:teams", args=[desk.key]),
            Team.objects.within(desk).active().exists(),
        ),
        Step(
            _("Enter a first ticket"),
            _("Write one yourself, or send a letter to the desk."),
            reverse("tickets:new", args=[desk.key]),
            Ticket.objects.within(desk).exists(),
        ),
    ]


def _of_the_person(actor: Actor) -> Step:
    return Step(
        _("Protect your own account"),
        _("A second factor beside the password: a passkey or an app."),
        reverse("accounts:me"),
        Authenticator.objects.filter(user_id=actor.person_id or 0).exists(),
    )


def _of_the_installation() -> list[Step]:
    return [
        Step(
            _("Set the base address"),
            _("Links in letters lead to it. It comes from DESKHAND_BASE_URL."),
            reverse("ops:installation"),
            urlsplit(settings.DESKHAND.base_url).hostname not in ("localhost", "127.0.0.1", "::1", None),
        ),
        Step(
            _("Make a backup"),
            _("The command deskhand backup writes everything into one file, while people go on working."),
            reverse("ops:installation"),
            last_backup() is not None,
        ),
    ]
