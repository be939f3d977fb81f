"""What mail does by the clock."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.jobs.models import Job, JobState
from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock
from deskhand.mail.actions.forgetting import forget_account_letters
from deskhand.mail.actions.keeping import forget_old_mail_everywhere
from deskhand.mail.fetching.mailboxes import order_fetching
from deskhand.mail.models import InboundMail, InboundState, Mailbox
from deskhand.mail.sending.turns import look_everywhere

FETCH_SECONDS = 30
"""How often each mailbox is looked into."""

STRANDED_MINUTES = 15
"""After this time a stored letter that no job will read any more goes to quarantine, where people see it."""

SEND_SECONDS = 60
"""How often somebody looks for letters that wait to be sent without a job that sends them."""

FORGET_SECONDS = 24 * 3600
"""How often letters with links of people's accounts are swept, and letters that are kept no longer."""


@job()
def fetch_all() -> None:
    """Order a visit to every mailbox that is fetched, unless one is under way."""
    rows = Mailbox.objects.beyond_walls("mailboxes of all desks are fetched").fetched()
    for mailbox_id in rows.values_list("pk", flat=True):
        order_fetching(mailbox_id)


@job()
def rescue_stranded() -> None:
    """Show letters in quarantine whose job gave up: the database failed again and again, or the job was removed."""
    waiting = InboundMail.objects.beyond_walls("no letter of any desk may be forgotten").filter(
        state=InboundState.STORED, received_at__lt=clock.ago(minutes=STRANDED_MINUTES)
    )
    for pk in waiting.values_list("pk", flat=True)[:1000]:
        if Job.objects.filter(unique_key=f"read:{pk}", state__in=[JobState.READY, JobState.RUNNING]).exists():
            continue
        last = Job.objects.filter(unique_key=f"read:{pk}").order_by("-pk").values_list("error", flat=True).first()
        words = _("Reading it failed again and again: %(error)s") % {"error": (last or "").strip()[-300:]}
        waiting.filter(pk=pk).update(state=InboundState.QUARANTINED, outcome="broken", error=words)


@job(queue="letters")
def look_for_waiting_letters() -> None:
    """Order the sending of whatever waits, whatever became of its job."""
    look_everywhere()


every(FETCH_SECONDS, fetch_all)
every(SEND_SECONDS, look_for_waiting_letters)
every(300, rescue_stranded)
every(FORGET_SECONDS, forget_account_letters)
every(FORGET_SECONDS, forget_old_mail_everywhere)
