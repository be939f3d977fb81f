"""One number for what a mail says, whichever way it came: two copies of one mail have the same, two mails never."""

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
