"""Mail: each mailbox, the ways out, and what waits to be read or sent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.mail.health import NOT_FETCHED_FOR, UNREAD_FOR, UNSENT_FOR
from deskhand.mail.models import InboundMail, InboundState, Mailbox, OAuthAccess, OutboundMail, OutboundState, SignIn
from deskhand.mail.sending.servers import mailbox_of_installation, server_for
from deskhand.ops.doctor.findings import BROKEN, EVERYWHERE, OK, WARNING, Finding


def mailboxes() -> list[Finding]:
    """One finding for each mailbox in use, one in all where there is none."""
    boxes = Mailbox.objects.beyond_walls(EVERYWHERE).filter(is_active=True).select_related("desk", "oauth")
    found = [_mailbox(box) for box in boxes.order_by("desk__name", "name")]
    return found or [Finding("mail_in", _("Mail in"), OK, _("No mailbox is set up."))]


def _mailbox(box: Mailbox) -> Finding:
    title = _("Mail in: %(name)s") % {"name": box.name}
    if box.last_error:
        return Finding("mail_in", title, BROKEN, f"{box.address}: {box.last_error}")
    if _waits_for_consent(box):
        words = _("%(address)s signs in by OAuth and is not connected: open its page and press Connect.")
        return Finding("mail_in", title, BROKEN, words % {"address": box.address})
    if not box.is_fetched:
        return Finding("mail_in", title, OK, _("%(address)s: letters are handed over.") % {"address": box.address})
    if (box.last_fetch_at or box.created_at) < clock.now() - NOT_FETCHED_FOR:
        words = _("%(address)s has not been fetched for %(minutes)s minutes: see to the worker.")
        said = {"address": box.address, "minutes": _minutes(box.last_fetch_at or box.created_at)}
        return Finding("mail_in", title, BROKEN, words % said)
    if box.too_large:
        words = ngettext(
            "%(address)s: %(n)s letter is larger than DESKHAND_MAX_MAIL and stays in the mailbox. Raise it, or take "
            "the letter out.",
            "%(address)s: %(n)s letters are larger than DESKHAND_MAX_MAIL and stay in the mailbox. Raise it, or take "
            "the letters out.",
            box.too_large,
        )
        return Finding("mail_in", title, WARNING, words % {"address": box.address, "n": box.too_large})
    if box.refused:
        return Finding("mail_in", title, WARNING, f"{box.address}: {box.left_words}")
    return Finding("mail_in", title, OK, _("%(address)s is fetched.") % {"address": box.address})


def _waits_for_consent(box: Mailbox) -> bool:
    """Whether letters of the mailbox neither come nor go until somebody connects it."""
    is_wanted = SignIn.OAUTH in (
        box.fetch_sign_in if box.is_fetched else "",
        box.smtp_sign_in if box.smtp_host else "",
    )
    access: OAuthAccess | None = getattr(box, "oauth", None)
    return is_wanted and (access is None or not access.is_connected)


def unread() -> Finding:
    """Letters that wait to be read, and those that a person must look at."""
    title = _("Letters to read")
    letters = InboundMail.objects.beyond_walls(EVERYWHERE)
    oldest = letters.filter(state=InboundState.STORED).order_by("received_at").values_list("received_at", flat=True)
    since = oldest.first()
    if since is not None and since < clock.now() - UNREAD_FOR:
        words = _("A letter has waited for %(minutes)s minutes to be read: see to the worker, and Failed work.")
        return Finding("unread", title, BROKEN, words % {"minutes": _minutes(since)})
    waiting = letters.filter(state=InboundState.QUARANTINED).count()
    if waiting:
        words = ngettext(
            "%(n)s message is in quarantine: see Settings, Mail.",
            "%(n)s messages are in quarantine: see Settings, Mail.",
            waiting,
        )
        return Finding("unread", title, WARNING, words % {"n": waiting})
    return Finding("unread", title, OK, _("None waits, nothing is in quarantine."))


def mail_out() -> Finding:
    """Whether letters can go out, and do."""
    title = _("Mail out")
    boxes = Mailbox.objects.beyond_walls(EVERYWHERE)
    if server_for(None) is None and not boxes.exclude(smtp_host="").exists():
        words = _("No mail server is set: letters stay on the page “All mail”. Set the mailbox's server.")
        return Finding("mail_out", title, WARNING, words)
    letters = OutboundMail.objects.beyond_walls(EVERYWHERE)
    queued = letters.filter(state=OutboundState.QUEUED).order_by("made_at").values("made_at", "server_says").first()
    if queued is not None and queued["made_at"] < clock.now() - UNSENT_FOR:
        words = _("A letter has waited for %(minutes)s minutes to be sent. The server says: %(words)s")
        said = {"minutes": _minutes(queued["made_at"]), "words": queued["server_says"] or _("nothing yet")}
        return Finding("mail_out", title, WARNING, words % said)
    failed = letters.filter(state=OutboundState.FAILED).count()
    if failed:
        words = ngettext(
            "%(n)s letter was not delivered: see Settings, All mail.",
            "%(n)s letters were not delivered: see Settings, All mail.",
            failed,
        )
        return Finding("mail_out", title, WARNING, words % {"n": failed})
    shared = None if settings.DESKHAND.smtp_url else mailbox_of_installation()
    if shared is not None and Desk.objects.filter(is_active=True).count() > 1:
        words = _(
            "Sign-in links of all desks go out through the server of %(address)s, which administrators of one desk "
            "choose. Name a server on Settings, Mail of the installation."
        )
        return Finding("mail_out", title, WARNING, words % {"address": shared.address})
    return Finding("mail_out", title, OK, _("Set, and no letter waits for long."))


def _minutes(since: datetime) -> int:
    return int((clock.now() - since).total_seconds() // 60)
