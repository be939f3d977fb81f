"""What a column can mean, and a guess by its heading: ours, German ones, and those of other help desks' exports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PEOPLE, ORGANIZATIONS = "people", "organizations"


@dataclass(frozen=True)
class Target:
    """Something that a column can be. ``is_many``: several columns may be it. ``words`` are headings that mean it,
    folded: small letters and digits alone."""

    key: str
    label: str | Promise
    words: str
    is_many: bool = False

    def means(self, folded: str) -> bool:
        return folded in self.words.split()


_PEOPLE = (
    Target(
        "email",
        _("Mail address"),
        "email mail emailaddress mailadresse emailadresse mailaddress primaryemail primaryemailaddress workemail "
        "emailwork useremail userprincipalname upn contactemail requesteremail adresse1email",
    ),
    Target(
        "name",
        _("Name"),
        "name fullname displayname anzeigename vollername vollstandigername benutzer user username contactname "
        "requestername person mitarbeiter employee employeename",
    ),
    Target("first_name", _("First name"), "firstname givenname vorname forename rufname"),
    Target("last_name", _("Last name"), "lastname surname familyname nachname familienname sn"),
    Target(
        "addresses",
        _("Further addresses"),
        "addresses otheremails otheremail additionalemails additionalemail secondaryemail secondaryemails "
        "secondaryemailaddresses "
        "furtheraddresses weitereadressen weiteremailadressen weitereemailadressen alternateemail alternativeemail "
        "proxyaddresses aliases alias emailaliases privateemail",
        is_many=True,
    ),
    Target(
        "phone",
        _("Phone"),
        "phone phonenumber telephone telephonenumber telefon telefonnummer tel workphone workphonenumber officephone "
        "businessphone mobile mobilephone mobilephonenumber mobil mobiltelefon handy mobilnummer durchwahl extension",
        is_many=True,
    ),
    Target(
        "organization",
        _("Organization"),
        "organization organisation company companyname firma firmenname unternehmen organizationname kunde account "
        "accountname gesellschaft",
    ),
    Target("title", _("Job title"), "title jobtitle position funktion stellung berufsbezeichnung stelle rolle role"),
    Target("department", _("Department"), "department departmentname departments abteilung bereich team"),
    Target(
        "location",
        _("Location"),
        "location locationname standort ort office buro niederlassung site city stadt physicaldeliveryofficename "
        "officelocation gebaude building",
    ),
    Target(
        "manager",
        _("Manager’s mail address"),
        "manager manageremail manageraddress managersmailaddress reportingmanager reportingmanageremail vorgesetzter "
        "vorgesetzte vorgesetztermail "
        "emaildesvorgesetzten supervisor supervisoremail reportsto",
    ),
    Target("language", _("Language"), "language sprache locale preferredlanguage lang"),
    Target("time_zone", _("Time zone"), "timezone zeitzone tz"),
    Target("is_vip", _("VIP"), "vip isvip vipuser wichtig"),
)
_ORGANIZATIONS = (
    Target(
        "name",
        _("Name"),
        "name organization organisation company companyname firma firmenname unternehmen organizationname "
        "departmentname account accountname kunde",
    ),
    Target(
        "domains",
        _("Mail domains"),
        "domain domains maildomain maildomains domane domanen maildomanen emaildomain emaildomains website",
        is_many=True,
    ),
    Target(
        "notes", _("Notes"), "note notes notiz notizen bemerkung bemerkungen description beschreibung internalnotes"
    ),
)


def targets(what: str) -> tuple[Target, ...]:
    """What the columns of a list of people, or of organizations, can be."""
    return _PEOPLE if what == PEOPLE else _ORGANIZATIONS


def guessed(what: str, headings: Sequence[str]) -> list[str]:
    """For each heading the key of what it seems to mean, or nothing. What may stand there once goes to the first."""
    found: list[str] = []
    for heading in headings:
        word = _folded(heading)
        fits = (one for one in targets(what) if one.means(word) and (one.is_many or one.key not in found))
        found.append(next((one.key for one in fits), ""))
    return found


def allowed(what: str, columns: Sequence[str], width: int) -> list[str]:
    """The columns as somebody chose them, made fit: one entry for each column, unknown words and second choices of what
    may stand there once are left out."""
    known = {one.key: one for one in targets(what)}
    kept: list[str] = []
    for key in [*columns, *[""] * width][:width]:
        target = known.get(key)
        kept.append(key if target is not None and (target.is_many or key not in kept) else "")
    return kept


def picked(columns: Sequence[str], cells: Sequence[str]) -> dict[str, list[str]]:
    """The cells of a row by what their columns mean; empty ones are left out."""
    found: dict[str, list[str]] = {}
    for key, text in zip(columns, cells, strict=False):
        if key and text:
            found.setdefault(key, []).append(text)
    return found


def _folded(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading.casefold().replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", plain)
