"""Contracts: making and changing them, saying which policies belong to them, and their documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Organization, Person, Team
from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound, TooLarge
from deskhand.kernel.events import emit
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.contract_access import owners_on
from deskhand.modules.sla.events import AgreementEdited
from deskhand.modules.sla.models import Agreement, Document, Level, Policy
from deskhand.modules.sla.models.agreement import MOST_FEE_DIGITS
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.modules.sla.service_credits import Band
from deskhand.tickets.actions.upload import safe_name
from deskhand.tickets.people import organizations_of

AGREEMENT_LIMIT = 1_000
"""Agreements of a desk, those that were put away not counted."""

DOCUMENT_LIMIT = 50
"""Documents of one agreement."""

NOTES_LIMIT = 20_000
"""Longest notes of an agreement in characters."""

LONGEST_NOTICE = 3_660
"""Longest notice in days."""

_DAYS = frozenset({"starts_on", "ends_on"})


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What an agreement says. Of the three other sides the one of its level counts: an organization (sla), a team
    (ola), a supplier's name (uc). Its ``owner`` is told in time that it ends."""

    level: str
    name: str
    starts_on: date
    organization: Organization | None = None
    team: Team | None = None
    supplier: str = ""
    ends_on: date | None = None
    notice_days: int | None = None
    owner: Person | None = None
    notes: str = ""
    fee: Decimal | None = None
    currency: str = ""
    bands: Sequence[Band] = field(default_factory=tuple)


@transaction.atomic
def save_agreement(*, actor: Actor, desk_id: int, contract: Contract, agreement: Agreement | None = None) -> Agreement:
    """Make an agreement, or change one. Other days count for its policies from now on. Raises Invalid with fields."""
    actor.need("sla.policies", desk_id)
    row = _locked(desk_id, agreement.pk) if agreement is not None else None
    wanted = _checked(contract, desk_id, row)
    if row is None:
        if Agreement.objects.within(desk_id).kept().count() >= AGREEMENT_LIMIT:
            raise Invalid(_("A desk has at most %(most)s agreements.") % {"most": AGREEMENT_LIMIT})
        made: Agreement = Agreement.objects.create(desk_id=desk_id, created_at=clock.now(), **wanted)
        _tell(actor, made, ["name"])
        return made
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
        _tell(actor, row, changed)
    if _DAYS & set(changed):
        _renew(actor, Policy.objects.within(desk_id).filter(agreement=row, put_away_at=None))
    return row


@transaction.atomic
def choose_policies(*, actor: Actor, agreement: Agreement, policy_ids: Collection[int]) -> Agreement:
    """Say which policies belong to an agreement: they count on its days from now on; those that leave count on all.
    Raises Invalid for policies of another level, or of another agreement."""
    row = _kept(actor, agreement)
    found = Policy.objects.within(row.desk_id).select_for_update().filter(put_away_at=None).order_by("pk")
    wanted = list(found.filter(pk__in=policy_ids))
    if len(wanted) < len(set(policy_ids)):
        raise _wrong("policies", _("One of these policies does not exist any more. Load the page again."))
    if any(one.level != row.level for one in wanted):
        raise _wrong("policies", _("A policy belongs to an agreement of its own kind."))
    if other := next((one for one in wanted if one.agreement_id not in (None, row.pk)), None):
        words = _("“%(policy)s” belongs to another agreement: take it out there first.") % {"policy": other.name}
        raise _wrong("policies", words)
    joining = [one for one in wanted if one.agreement_id is None]
    leaving = list(found.filter(agreement=row).exclude(pk__in=policy_ids))
    for policy, agreement_id in [(one, row.pk) for one in joining] + [(one, None) for one in leaving]:
        policy.agreement_id = agreement_id
        policy.save(update_fields=["agreement"])
    _renew(actor, [*joining, *leaving])
    if joining or leaving:
        _tell(actor, row, ["policies"])
    return row


@transaction.atomic
def put_agreement_away(*, actor: Actor, agreement: Agreement) -> Agreement:
    """Out of the list. Raises Conflict while policies belong to it."""
    row = _kept(actor, agreement)
    if Policy.objects.within(row.desk_id).filter(agreement=row, put_away_at=None).exists():
        raise Conflict(_("Policies belong to this agreement. Take them out first."))
    return _put(actor, row, is_away=True)


@transaction.atomic
def put_agreement_back(*, actor: Actor, agreement: Agreement) -> Agreement:
    """Into the list again."""
    return _put(actor, _kept(actor, agreement), is_away=False)


@transaction.atomic
def add_document(*, actor: Actor, agreement: Agreement, filename: str, content: bytes) -> Document:
    """Keep a file with an agreement. Raises TooLarge, and Invalid for too many or an empty one."""
    row = _kept(actor, agreement)
    if len(content) > settings.DESKHAND.max_upload:
        most = settings.DESKHAND.max_upload // (1024 * 1024)
        words = _("%(name)s is too large: at most %(size)s MB for a file.") % {"name": filename, "size": most}
        raise TooLarge(words)
    if not content:
        raise _wrong("file", _("This file is empty."))
    if Document.objects.within(row.desk_id).filter(agreement=row, removed_at=None).count() >= DOCUMENT_LIMIT:
        raise _wrong("file", _("An agreement has at most %(most)s documents.") % {"most": DOCUMENT_LIMIT})
    found: Document = Document.objects.create(
        agreement=row,
        blob=blobs.store(content),
        filename=safe_name(filename),
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    _tell(actor, row, ["documents"])
    return found


@transaction.atomic
def remove_document(*, actor: Actor, document: Document) -> None:
    """Take a file away from its agreement; it can be restored."""
    _turn_document(actor, document, is_there=False)


@transaction.atomic
def restore_document(*, actor: Actor, document: Document) -> None:
    """Bring back a file that was taken away."""
    _turn_document(actor, document, is_there=True)


def _turn_document(actor: Actor, document: Document, *, is_there: bool) -> None:
    row = _kept(actor, document.agreement)
    found = Document.objects.within(row.desk_id).select_for_update().get(pk=document.pk)
    if (found.removed_at is None) != is_there:
        found.removed_at = None if is_there else clock.now()
        found.save(update_fields=["removed_at"])
        _tell(actor, row, ["documents"])


def _put(actor: Actor, row: Agreement, *, is_away: bool) -> Agreement:
    if (row.put_away_at is not None) != is_away:
        row.put_away_at = clock.now() if is_away else None
        row.save(update_fields=["put_away_at"])
        _tell(actor, row, ["put_away_at"])
    return row


def _renew(actor: Actor, rows: Any) -> None:
    for policy in rows:
        policies.renew(actor=actor, policy=policy)


def _kept(actor: Actor, agreement: Agreement) -> Agreement:
    actor.need("sla.policies", agreement.desk_id)
    return _locked(agreement.desk_id, agreement.pk)


def _locked(desk_id: int, pk: int) -> Agreement:
    found: Agreement | None = Agreement.objects.within(desk_id).select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _tell(actor: Actor, row: Agreement, fields: list[str]) -> None:
    emit(AgreementEdited(agreement=row.pk, fields=fields), actor=actor, desk_id=row.desk_id)


def _checked(contract: Contract, desk_id: int, row: Agreement | None) -> dict[str, Any]:
    """What is stored. Every fault is found at once."""
    wrong = {**_faults_of_name(contract, desk_id, row), **_faults_of_party(contract, desk_id)}
    if row is not None and row.level != contract.level:
        wrong["level"] = _("The kind of an agreement does not change: make another one.")
    if contract.ends_on is not None and contract.ends_on < contract.starts_on:
        wrong["ends_on"] = _("It ends before it begins.")
    if contract.notice_days is not None and not 0 <= contract.notice_days <= LONGEST_NOTICE:
        wrong["notice_days"] = _("Name between 0 and %(most)s days.") % {"most": LONGEST_NOTICE}
    if len(contract.notes) > NOTES_LIMIT:
        wrong["notes"] = _("At most %(most)s characters.") % {"most": NOTES_LIMIT}
    wrong |= _faults_of_owner(contract, desk_id, row) | _faults_of_fee(contract)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    is_sla, is_ola = contract.level == Level.SLA, contract.level == Level.OLA
    return {
        "level": contract.level,
        "name": " ".join(contract.name.split()),
        "organization": contract.organization if is_sla else None,
        "team": contract.team if is_ola else None,
        "supplier": "" if is_sla or is_ola else " ".join(contract.supplier.split()),
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "notice_days": contract.notice_days,
        "owner": contract.owner,
        "notes": contract.notes.strip(),
        "fee": contract.fee,
        "currency": contract.currency.upper() if contract.fee is not None else "",
        "bands": [one.written() for one in contract.bands],
    }


def _faults_of_name(contract: Contract, desk_id: int, row: Agreement | None) -> dict[str, str]:
    name = " ".join(contract.name.split())
    if not name or len(name) > NAME_LIMIT:
        return {"name": _("Give it a name of at most %(most)s characters.") % {"most": NAME_LIMIT}}
    same = Agreement.objects.within(desk_id).kept().filter(name__iexact=name)
    if same.exclude(pk=row.pk if row else None).exists():
        return {"name": _("Another agreement has this name.")}
    return {}


def _faults_of_party(contract: Contract, desk_id: int) -> dict[str, str]:
    if contract.level not in Level.values:
        return {"level": _("Choose between whom it is.")}
    if contract.level == Level.SLA:
        known = contract.organization and organizations_of([desk_id]).filter(pk=contract.organization.pk).exists()
        return {} if known else {"organization": _("Choose the organization that it is with.")}
    if contract.level == Level.OLA:
        known = contract.team is not None and contract.team.desk_id == desk_id
        return {} if known else {"team": _("Choose the team that promises it.")}
    name = " ".join(contract.supplier.split())
    return {} if 0 < len(name) <= NAME_LIMIT else {"supplier": _("Name the supplier.")}


def _faults_of_owner(contract: Contract, desk_id: int, row: Agreement | None) -> dict[str, str]:
    """One who has left since stays until somebody chooses another one."""
    owner, kept = contract.owner, row.owner_id if row is not None else None
    if owner is None:
        return {}
    known = owners_on(desk_id, kept=kept).filter(pk=owner.pk).exists()
    return {} if known else {"owner": _("Choose somebody who leads, administers or audits this desk.")}


def _faults_of_fee(contract: Contract) -> dict[str, str]:
    fee, currency = contract.fee, contract.currency.strip()
    if fee is None:
        return {"fee": _("Service credits are percents of a fee: name it.")} if contract.bands else {}
    if not fee.is_finite() or not 0 < fee < Decimal(10) ** (MOST_FEE_DIGITS - 2) or fee != round(fee, 2):
        return {"fee": _("Write an amount above zero with at most two digits behind the point.")}
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
        return {"currency": _("Write the currency by its code, as in EUR.")}
    return {}


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, {name: sentence})
