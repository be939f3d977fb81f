"""Agreements for programs: the same verbs as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.sla import contract_access, months, service_credits
from deskhand.modules.sla.actions import agreements
from deskhand.modules.sla.api import router
from deskhand.modules.sla.api.contract_schemas import (
    AGREEMENT,
    AGREEMENT_BODY,
    AgreementChange,
    NewAgreement,
    ShownAgreement,
    ShownAgreements,
)
from deskhand.modules.sla.models import Agreement, Document
from deskhand.modules.sla.querysets import desks_of
from deskhand.tickets.people import organizations_of

ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "returns": ShownAgreement,
    "refuses": (404, 409),
    "example": AGREEMENT,
}


@route(
    router,
    "GET",
    "/desks/{desk}/agreements",
    gate="scoped",
    sample="desk",
    returns=ShownAgreements,
    refuses=(404,),
    example={"items": [AGREEMENT]},
)
def list_agreements(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the agreements of a desk.

    Those that were put away are there, too. For leads, administrators and auditors of the desk.
    """
    desk_id = desk_read(request.actor, desk)
    rows = Agreement.objects.within(desk_id).order_by("level", "name", "pk")
    return {"items": _shown(rows, desk)}


@route(
    router,
    "POST",
    "/desks/{desk}/agreements",
    **ONE,
    status=201,
    headers=("Location",),
    body_example=AGREEMENT_BODY,
)
def create_agreement(request: ApiRequest, desk: DeskPath, new: NewAgreement, response: HttpResponse) -> dict[str, Any]:
    """Make an agreement.

    For administrators of the desk.
    """
    desk_id = desk_read(request.actor, desk)
    contract = _contract(desk_id, new.model_dump())
    row = agreements.save_agreement(actor=request.actor, desk_id=desk_id, contract=contract)
    response.headers["Location"] = reverse("api:get_agreement", args=[desk, row.pk])
    return _one(row, desk)


@route(router, "GET", "/desks/{desk}/agreements/{id}", **ONE)
def get_agreement(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one agreement."""
    return _one(_row(request.actor, desk, id), desk)


@route(router, "PATCH", "/desks/{desk}/agreements/{id}", **ONE, body_example={"ends_on": "2027-12-31"})
def change_agreement(request: ApiRequest, desk: DeskPath, id: RowId, change: AgreementChange) -> dict[str, Any]:  # noqa: A002
    """Change an agreement.

    Other days and other policies count from now on; what was promised until now stays. `is_put_away` takes it out of
    the list, and back.
    """
    given = change.given()
    policies, is_away = given.pop("policies", None), given.pop("is_put_away", None)
    with transaction.atomic():
        row = _row(request.actor, desk, id)
        if given:
            contract = _contract(row.desk_id, _said(row) | given, row.owner_id)
            agreements.save_agreement(actor=request.actor, desk_id=row.desk_id, contract=contract, agreement=row)
        if policies is not None:
            agreements.choose_policies(actor=request.actor, agreement=row, policy_ids=policies)
        if is_away is not None:
            verb = agreements.put_agreement_away if is_away else agreements.put_agreement_back
            verb(actor=request.actor, agreement=row)
    return _one(row, desk)


def desk_read(actor: Actor, key: str, permission: str = "sla.contracts") -> int:
    """The id of the desk, if the actor may read this of it; else NotFound."""
    pk = Desk.objects.filter(key=key).values_list("pk", flat=True).first()
    if pk is None or pk not in desks_of(actor, permission):
        raise NotFound
    return pk


def _row(actor: Actor, key: str, pk: int) -> Agreement:
    return contract_access.agreement_for(actor, pk, desk_id=desk_read(actor, key))


def _one(row: Agreement, key: str) -> dict[str, Any]:
    return _shown(Agreement.objects.within(row.desk_id).filter(pk=row.pk), key)[0]


def _shown(rows: Any, key: str) -> list[dict[str, Any]]:
    return [_written(one, key) for one in rows.select_related("owner").prefetch_related("policies", "documents__blob")]


def _written(row: Agreement, key: str) -> dict[str, Any]:
    names = ("level", "name", "supplier", "starts_on", "ends_on", "notice_days", "notes", "currency", "bands")
    return {
        "id": row.pk,
        "desk": key,
        **{name: getattr(row, name) for name in (*names, "put_away_at")},
        "organization": row.organization_id,
        "team": row.team_id,
        "owner": person_written(row.owner),
        "ends_soon": row.put_away_at is None and row.ends_soon(months.today(row.desk_id)),
        "fee": None if row.fee is None else f"{row.fee:.2f}",
        "policies": [one.pk for one in row.policies.all() if one.put_away_at is None],
        "documents": [_document(one) for one in row.documents.all() if one.removed_at is None],
    }


def person_written(person: Person | None) -> dict[str, Any] | None:
    """Somebody, as answers name them."""
    return None if person is None else {"id": person.pk, "name": person.name, "email": person.email}


def _document(one: Document) -> dict[str, Any]:
    return {"id": one.pk, "filename": one.filename, "size": one.blob.size, "added_at": one.added_at}


def _said(row: Agreement) -> dict[str, Any]:
    """What an agreement says now, as a program would send it."""
    names = ("level", "name", "supplier", "starts_on", "ends_on", "notice_days", "notes", "currency", "bands", "fee")
    return {name: getattr(row, name) for name in names} | {
        "organization": row.organization_id,
        "team": row.team_id,
        "owner": row.owner_id,
    }


def _contract(desk_id: int, said: dict[str, Any], owner_id: int | None = None) -> agreements.Contract:
    """What a program sent, with null where nothing may be as if it had said nothing. ``owner_id`` owns it now."""
    texts = {name: said[name] or "" for name in ("name", "supplier", "notes", "currency")}
    return agreements.Contract(
        level=said["level"],
        **texts,
        organization=_found(organizations_of([desk_id]), said["organization"], "organization"),
        team=_found(Team.objects.within(desk_id), said["team"], "team"),
        starts_on=_needed(said["starts_on"]),
        ends_on=said["ends_on"],
        notice_days=said["notice_days"],
        owner=_found(contract_access.owners_on(desk_id, kept=owner_id), said["owner"], "owner"),
        fee=_amount(said["fee"]),
        bands=service_credits.read(_bands(said["bands"])),
    )


def _bands(value: Sequence[Any] | None) -> list[dict[str, Any]]:
    return [one if isinstance(one, dict) else one.model_dump() for one in value or ()]


def _needed(day: Any) -> Any:
    if day is None:
        words = _("Name the first day.")
        raise Invalid(words, {"starts_on": words})
    return day


def _amount(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(value)
    except InvalidOperation:
        words = _("Write an amount above zero with at most two digits behind the point.")
        raise Invalid(words, {"fee": words}) from None


def _found(rows: Any, pk: int | None, name: str) -> Any:
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        words = _("Nothing here has this id.")
        raise Invalid(words, {name: words})
    return found
