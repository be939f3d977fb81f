"""One number for what a mail says, whichever way it came: two copies of one mail have the same, two mails never.

It costs reading the mail, and is made by the worker. Before that, letters are told apart by their bytes alone.
"""

from hashlib import sha256

from deskhand.mail.parsing.model import ParsedMail


def content_digest(mail: ParsedMail) -> str:
    """SHA-256 (hexadecimal) over From, To, Date, Subject, the decoded bodies and the attachments.

    Trace headers (Received, DKIM, Delivered-To, spam scores) and the Message-ID take no part: a copy that came through
    another server is the same mail, a new letter under a used Message-ID is another one.
    """
    whole = sha256()
    for field in (
        mail.from_.email,
        *(to.email for to in mail.to),
        _date(mail),
        mail.subject,
        mail.text.strip(),
        mail.html.strip(),
    ):
        content = field.encode("utf-8", "surrogatepass")
        # Lengths keep ("ab", "c") and ("a", "bc") apart.
        whole.update(b"%d:" % len(content))
        whole.update(content)
    for part in mail.attachments:
        whole.update(b"|" + part.sha256.encode())
    return whole.hexdigest()


def _date(mail: ParsedMail) -> str:
    return mail.date.isoformat() if mail.date else mail.headers.get("date")


def identity(desk_id: int, message_id: str, digest: str) -> str:
    """The one number of a mail on a desk: its Message-ID and what it says. A missing or used Message-ID with other
    contents is another mail."""
    return sha256(f"{desk_id}\0{message_id}\0{digest}".encode("utf-8", "surrogatepass")).hexdigest()
