"""Reading letters by IMAP.

What is new is told by the server (unread, without a flag, or still in the folder where read letters are moved away),
not by UIDs that we remember: a changed UIDVALIDITY, a restored server or a second fetcher lead to letters seen again,
which :func:`deskhand.mail.receive.accept` knows as duplicates.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator

from django.conf import settings
from imap_tools import BaseMailBox, MailMessageFlags
from imap_tools.errors import ImapToolsError

from deskhand.mail.fetching.account import Account
from deskhand.mail.fetching.faults import LINK
from deskhand.mail.fetching.imap_link import opened
from deskhand.mail.fetching.visit import Visit
from deskhand.mail.models import AfterReading, Mailbox

SIZES_AT_ONCE = 500
"""Letters whose sizes are asked for in one command."""

NEW = {
    AfterReading.SEEN: "UNSEEN UNDELETED",
    AfterReading.FLAG: "UNFLAGGED UNDELETED",
    AfterReading.MOVE: "UNDELETED",
}
"""What counts as new, by what is done with a letter after reading."""


def fetch(mailbox: Mailbox, account: Account) -> Visit:
    """Accept what is new in all folders, a bounded number of letters, each put away only after it is committed here.

    Raises a fault that came before the first letter; one in the middle ends the visit and stands in it: what was
    committed but not put away is met again, and known.
    """
    visit = Visit.to(mailbox, "imap")
    with opened(account) as box:
        for folder in account.folders:
            if visit.is_full() or isinstance(visit.fault, LINK):
                break
            _read(box, folder, account, visit)
    return visit


def waiting(box: BaseMailBox, account: Account) -> list[str]:
    """UIDs of what is new in the open folder, oldest first."""
    return box.uids(NEW[AfterReading(account.after_reading)], charset=None)


def _read(box: BaseMailBox, folder: str, account: Account, visit: Visit) -> None:
    box.folder.set(folder)
    prefix = f"{folder}/{_validity(box)}/"
    for uid in _fitting(box, visit.with_known_last(waiting(box, account), prefix), visit):
        if visit.is_full():
            return
        try:
            raw = _raw(box, uid)
        except LINK as error:  # It may be this very letter that the server dies of: it comes last the next time.
            visit.refuse(prefix + uid)
            visit.fault = error
            return
        if raw is None:
            _note_refusal(box, uid, prefix, visit)
        elif visit.store(raw) and not _put_away(box, uid, account, visit):
            return


def _validity(box: BaseMailBox) -> str:
    _code, values = box.client.response("UIDVALIDITY")
    return values[-1].decode("ascii", "replace") if values and isinstance(values[-1], bytes) else ""


def _fitting(box: BaseMailBox, uids: list[str], visit: Visit) -> Iterator[str]:
    """The letters that are not over the size limit. Sizes are asked for only as far as the visit gets."""
    limit = settings.DESKHAND.max_mail
    for start in range(0, len(uids), SIZES_AT_ONCE):
        some = uids[start : start + SIZES_AT_ONCE]
        sizes = _sizes(box, some)
        visit.too_large += sum(sizes.get(uid, 0) > limit for uid in some)
        yield from (uid for uid in some if sizes.get(uid, 0) <= limit)


def _sizes(box: BaseMailBox, uids: list[str]) -> dict[str, int]:
    _status, lines = box.client.uid("fetch", ",".join(uids), "(UID RFC822.SIZE)")
    sizes = {}
    for line in lines:
        text = line.decode("ascii", "replace") if isinstance(line, bytes) else ""
        uid, size = re.search(r"UID (\d+)", text), re.search(r"RFC822\.SIZE (\d+)", text)
        if uid and size:
            sizes[uid[1]] = int(size[1])
    return sizes


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    """The letter, or None if the server does not hand it out."""
    try:
        status, parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return None
    if status != "OK":
        return None
    return next((part[1] for part in parts if isinstance(part, tuple) and len(part) > 1), None)


def _note_refusal(box: BaseMailBox, uid: str, prefix: str, visit: Visit) -> None:
    """A letter that is not there any more was taken away by somebody, which is no refusal."""
    if box.uids(f"UID {uid}", charset=None):
        visit.refuse(prefix + uid)


def _put_away(box: BaseMailBox, uid: str, account: Account, visit: Visit) -> bool:
    """Whether the visit can go on. A server that only refuses to mark or move hands out the next letter all the same;
    the fault stands on the page until it is mended."""
    try:
        if account.after_reading == AfterReading.MOVE:
            box.move(uid, account.done_folder)
        else:
            flag = MailMessageFlags.SEEN if account.after_reading == AfterReading.SEEN else MailMessageFlags.FLAGGED
            box.flag(uid, flag, True)
        visit.put_away += 1
    except LINK as error:
        visit.fault = error
        return False
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        visit.fault = error
    return True
