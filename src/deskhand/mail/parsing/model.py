"""What a parsed mail is made of: values that never change and never hold what a database refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from deskhand.mail.parsing.fields import Headers


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox. `email` is "" when the header named none that could be written to; its domain is lower case."""

    name: str = ""
    email: str = ""

    @property
    def domain(self) -> str:
        """What follows the last "@", or ""."""
        return self.email.rpartition("@")[2] if "@" in self.email else ""

    def __bool__(self) -> bool:
        return bool(self.email)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


NOBODY = Address()


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """An attachment or an image shown inside the HTML.

    `filename` is safe to show and to offer (no path, distinct within its mail); `content_type` is what the sender
    claims, lower case; `content` is decoded; `cid` is the Content-ID without brackets, or ""; `is_inline` is true when
    the HTML shows this part by its cid, so it needs no place in the list of attachments.
    """

    filename: str
    content_type: str
    content: bytes = field(repr=False)
    cid: str = ""
    is_inline: bool = False

    @property
    def size(self) -> int:
        """Bytes of the decoded content."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the decoded content."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event that a calendar part speaks of.

    `method` is what is wanted: "request", "cancel", "reply", "counter", "publish" ..., or "" when it is not told;
    `answer` is "accepted", "declined", "tentative", "delegated" or "", of a reply. `starts` and `ends` are instants in
    UTC, days (`date`: whole days, the last one included), or times without a zone (naive), as the calendar has them;
    None when it has none. `ends` is None as well when it says no more than `starts`.
    """

    method: str
    summary: str
    location: str
    organizer: str
    starts: datetime | date | None
    ends: datetime | date | None
    is_repeated: bool = False
    answer: str = ""

    def as_words(self) -> dict[str, str]:
        """As plain words for JSON, what is empty left out; :meth:`from_words` reads them."""
        words = {name: getattr(self, name) for name in _INVITATION_TEXTS}
        words |= {name: moment.isoformat() if (moment := getattr(self, name)) else "" for name in ("starts", "ends")}
        words["is_repeated"] = "yes" if self.is_repeated else ""
        return {name: value for name, value in words.items() if value}

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> "Invitation":
        """The invitation again. Raises ValueError for what is no moment."""
        return cls(
            **{name: str(words.get(name, "")) for name in _INVITATION_TEXTS},
            starts=_moment(words.get("starts", "")),
            ends=_moment(words.get("ends", "")),
            is_repeated=bool(words.get("is_repeated")),
        )


_INVITATION_TEXTS = ("method", "summary", "location", "organizer", "answer")


def _moment(text: str) -> datetime | date | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Seal:
    """What was found out about a mail that is sealed as a whole. `how` is "smime" or "pgp"; `is_open` is false for what
    is encrypted and could not be opened; `signature` is "" without one, or one of the words in
    `deskhand.mail.sealing.model`; `signer` names whom the key belongs to by its own words."""

    how: str
    is_encrypted: bool = False
    is_open: bool = True
    signature: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One mail, read as well as it can be read.

    - `message_id` is "" or `<left@right>`; `in_reply_to` and `references` hold such ids in the order of the header.
    - `from_` is the first usable of From, Sender, Reply-To and Return-Path; its `email` is "" when there is none.
    - `return_path` is None without a readable one and "" for the null sender `<>` of bounces.
    - `delivered_to` is what receiving servers noted (Delivered-To, X-Original-To, Envelope-To), nearest first.
    - `date` is the sender's claim in UTC; None when it is missing or before 1980 or after 2200.
    - `text` is the plain text, made from the HTML when the sender sent none; `html` is "" or the sender's HTML, NOT yet
      cleaned: show it only after `deskhand.mail.clean.clean_html`.
    - `security` is "", "pgp-signed", "pgp-encrypted", "smime-signed" or "smime-encrypted".
    - `invitation` is what its first calendar part says; the part itself is among the attachments, too.
    - `seal` is None from the parser, which has no keys; `deskhand.mail.unsealing` sets it.
    - `defects` names what was wrong, in stable words such as "no-message-id", "broken-base64", "too-deep".
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    from_: Address
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    return_path: str | None
    delivered_to: tuple[str, ...]
    date: datetime | None
    text: str
    html: str
    attachments: tuple[ParsedPart, ...]
    headers: Headers
    security: str
    defects: tuple[str, ...]
    invitation: Invitation | None = None
    seal: Seal | None = None
