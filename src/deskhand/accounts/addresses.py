"""Mail addresses of people: one spelling, one owner, and the organization that a domain belongs to."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.accounts.models import OrganizationDomain, Person
from deskhand.accounts.models.person import EMAIL_LIMIT
from deskhand.kernel import sharing
from deskhand.kernel.errors import Invalid
from deskhand.kernel.prepared import Prepared

COUNTS = Q(verified=True) | Q(primary=True)
"""Rows of addresses by which somebody is found."""

_by_address = Prepared(
    lambda email: Person.objects.filter(
        pk=EmailAddress.objects.filter(COUNTS, email=email)
        .order_by("-verified", "-primary", "pk")
        .values_list("user_id", flat=True)[:1]
    )
)
_by_main_address = Prepared(lambda email: Person.objects.filter(email=email))
_proven = Prepared(lambda email: EmailAddress.objects.filter(email=email, verified=True).values_list("pk")[:1])

_organizations = Prepared(
    lambda domains: OrganizationDomain.objects.filter(domain__in=domains).values_list("domain", "organization_id")
)

_DOMAIN = re.compile(r"^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")


def is_domain(text: str) -> bool:
    """True for a mail domain in small letters."""
    return _DOMAIN.match(text) is not None


def normal(email: str) -> str:
    """The address in its one spelling (lower case). Raises Invalid if it is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
        address.encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        sentence = _("“%(address)s” is not a mail address.") % {"address": email[:100]}
        raise Invalid(sentence, {"email": sentence}) from None
    if len(address) > EMAIL_LIMIT:
        words = _("A mail address has at most %(limit)s characters.") % {"limit": EMAIL_LIMIT}
        raise Invalid(words, {"email": _("It is too long.")})
    return address


def owner_of(email: str) -> Person | None:
    """The person with this address: who has proved it, else whose main address it is. A further address that is only
    claimed is nobody's: its mail, and roles given to it, go to whoever proves it."""
    found: Person | None = _by_address.first(email=email) or _by_main_address.first(email=email)
    return found


def organization_of(email: str) -> int | None:
    """Id of the organization that the address's domain, or a domain above it, belongs to."""
    domain = email.rpartition("@")[2]
    parts = domain.split(".")
    above = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    return sharing.once(("organization_of", domain), lambda: _organization_among(above))


def _organization_among(domains: list[str]) -> int | None:
    found = dict(_organizations.rows(domains=domains))
    return next((found[one] for one in domains if one in found), None)


def keep(person: Person, email: str, *, is_verified: bool) -> None:
    """Write the address down as the person's, primary if it is their first."""
    EmailAddress.objects.get_or_create(
        user=person, email=email, defaults={"verified": is_verified, "primary": person.email == email}
    )


def is_verified(email: str) -> bool:
    """True if somebody proved that the address is theirs."""
    return bool(_proven.rows(email=email))


def prove(person: Person, email: str) -> None:
    """The person has shown that mail to the address reaches them."""
    EmailAddress.objects.filter(user=person, email=email, verified=False).update(verified=True)


def name_from(address: str) -> str:
    """A readable name for somebody of whom only the address is known."""
    local = address.partition("@")[0].partition("+")[0]
    return " ".join(part.capitalize() for part in local.replace("_", ".").split(".") if part) or address
