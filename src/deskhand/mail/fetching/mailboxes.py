"""The job that fetches one mailbox; its page shows when, and what went wrong."""

from __future__ import annotations

import structlog

from deskhand.jobs.queue import Finish, job
from deskhand.kernel import clock
from deskhand.mail.fetching import imap, pop3
from deskhand.mail.fetching.account import account_of
from deskhand.mail.fetching.faults import ERRORS, in_words
from deskhand.mail.fetching.visit import Visit
from deskhand.mail.models import Mailbox, Protocol

log = structlog.get_logger(__name__)


@job(outside=True, queue="network", lease_seconds=180)
def fetch_mailbox(mailbox_id: int) -> Finish | None:
    """Fetch one mailbox once. A fault waits for the next round; what is behind a whole batch is fetched at once."""
    rows = Mailbox.objects.beyond_walls("mailboxes of all desks are fetched here").fetched()
    mailbox: Mailbox | None = rows.filter(pk=mailbox_id).first()
    if mailbox is None:
        return None
    try:
        account = account_of(mailbox)
        visit = pop3.fetch(mailbox, account) if mailbox.protocol == Protocol.POP3 else imap.fetch(mailbox, account)
    except ValueError as error:  # The stored password cannot be opened.
        words = str(error)
        return lambda: _failed(mailbox, words)
    except ERRORS as error:
        log.warning("mail.not_fetched", mailbox=mailbox.name, error=str(error))
        words = in_words(error, mailbox.fetch_host, mailbox.fetch_port)
        return lambda: _failed(mailbox, words)
    return lambda: _visited(mailbox, visit)


def order_fetching(mailbox_id: int) -> bool:
    """Put a visit into the queue, unless one waits or is under way; says whether it was put."""
    return fetch_mailbox.put(unique_key=f"fetch:{mailbox_id}", mailbox_id=mailbox_id) is not None


def _visited(mailbox: Mailbox, visit: Visit) -> None:
    words = in_words(visit.fault, mailbox.fetch_host, mailbox.fetch_port) if visit.fault else ""
    changes = {"last_error": words, "too_large": visit.too_large, "refused": visit.refused}
    _update(mailbox, last_fetch_at=clock.now(), **changes)
    if visit.has_headway and (visit.has_more or visit.fault):
        order_fetching(mailbox.pk)


def _failed(mailbox: Mailbox, words: str) -> None:
    _update(mailbox, last_error=words)


def _update(mailbox: Mailbox, **changes: object) -> None:
    Mailbox.objects.within(mailbox.desk_id).filter(pk=mailbox.pk).update(**changes)
