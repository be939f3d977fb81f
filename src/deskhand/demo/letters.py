"""What mail programs and habits add to a message: closings, signatures and the quoted tail."""

import random
from datetime import datetime
from html import escape

from deskhand.demo.cast import Cast, Person
from deskhand.demo.hours import ZONE
from deskhand.demo.library import Channel

_BYE = {
    "en": ("Kind regards", "Best regards", "Thanks", "Many thanks", "Thank you", "Best", "Thanks in advance"),
    "de": ("Mit freundlichen Grüßen", "Viele Grüße", "Freundliche Grüße", "Danke und Gruß", "Besten Dank vorab"),
    "fr": ("Cordialement", "Bien à vous"),
}
_STAFF_BYE = {
    "en": ("Kind regards", "Best regards", "Best", "Best wishes", "Have a good day"),
    "de": ("Freundliche Grüße", "Viele Grüße", "Mit freundlichen Grüßen"),
    "fr": ("Bien cordialement", "Bonne journée"),
}
_PHONE = {"en": "Sent from my phone", "de": "Von unterwegs gesendet", "fr": "Envoyé de mon téléphone"}
_WROTE = {
    "en": "On {when}, {who} <{address}> wrote:",
    "de": "Am {when} schrieb {who} <{address}>:",
    "fr": "Le {when}, {who} <{address}> a écrit :",
}
_HEADER = {
    "en": ("From", "Sent", "To"),
    "de": ("Von", "Gesendet", "An"),
    "fr": ("De", "Envoyé", "À"),
}


class Letterhead:
    """The habits of one conversation; remembers the desk's last answer, because replies quote it."""

    def __init__(self, cast: Cast, lang: str, rng: random.Random) -> None:
        self._cast, self._lang, self._rng = cast, lang, rng
        self._last: tuple[Person, datetime, str, str] | None = None

    def sign(
        self, author: str, html: str, text: str, channel: Channel, *, is_first: bool, is_staff: bool
    ) -> tuple[str, str]:
        """The message with the closing its author would write."""
        person = self._cast.people[author]
        if not person.org:
            return html, text
        lines = self._staff_lines(person) if is_staff else self._requester_lines(person, channel, is_first=is_first)
        for block in lines:
            text += "\n\n" + block
            html += f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>"
        return html, text

    def _staff_lines(self, person: Person) -> list[str]:
        if self._rng.random() < 0.35:
            return []
        return [f"{self._rng.choice(_STAFF_BYE[self._lang])}\n{person.first}"]

    def _requester_lines(self, person: Person, channel: Channel, *, is_first: bool) -> list[str]:
        if channel != "mail":
            return []
        bye = self._rng.choice(_BYE[self._lang])
        if person.mail_style == "short":
            return [person.first] if self._rng.random() < 0.5 else []
        if not is_first:
            if person.mail_style == "apple":
                return [person.first, _PHONE[self._lang]]
            return [f"{bye}\n{person.first if self._lang != 'de' else person.name}"]
        organization = next(o for o in self._cast.organizations if o.key == person.org)
        role = person.title if person.department in person.title else f"{person.title}, {person.department}"
        card = f"{person.name}\n{role}\n{organization.name}, {person.location}\n{person.phone}"
        return [bye, f"-- \n{card}"] if person.mail_style == "gmail" else [bye, card]

    def sent(self, author: str, at: datetime, html: str, text: str, *, is_staff: bool) -> None:
        """Remembers a public reply of the desk."""
        if is_staff:
            self._last = (self._cast.people[author], at, html, text)

    def quote(self, author: str) -> tuple[str, str]:
        """The quoted tail of a mail reply as HTML and text, or two empty strings for those who cut it."""
        style = self._cast.people[author].mail_style
        if self._last is None or self._rng.random() < (0.7 if style == "short" else 0.2):
            return "", ""
        staff, at, html, text = self._last
        intro = self._intro(staff, at, self._cast.people[author])
        tail = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        top = escape(intro, quote=False).replace("\n", "<br>")
        return f"<p>{top}</p><blockquote>{html}</blockquote>", f"{intro}\n{tail}"

    def _intro(self, staff: Person, at: datetime, reader: Person) -> str:
        local = at.astimezone(ZONE)
        who = f"{staff.name} ({self._cast.desk_name})"
        if reader.mail_style == "outlook":
            sender, sent, to = _HEADER[self._lang]
            top = f"{sender}: {who} <{self._cast.address}>\n{sent}: {local:%d.%m.%Y %H:%M}"
            return f"{top}\n{to}: {reader.name} <{reader.email}>"
        when = f"{local:%d.%m.%Y %H:%M}" if self._lang != "en" else f"{local.day} {local:%b %Y, %H:%M}"
        return _WROTE[self._lang].format(when=when, who=who, address=self._cast.address)
