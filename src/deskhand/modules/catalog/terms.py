"""What is different in the terms of two versions of an item, in sentences: price, who pays, approval, plan, days."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Team
from deskhand.modules.catalog import money
from deskhand.modules.catalog.models import CancelUntil, CostCentreRule, PriceEvery
from deskhand.tickets import approving, fulfilling


def terms_changed(old: Mapping[str, Any], new: Mapping[str, Any], desk_id: int) -> list[str]:
    """Each difference as a sentence; nothing for none. A version from before terms were kept has none to compare."""
    if not old or not new:
        return []
    before, after = _told(old, desk_id), _told(new, desk_id)
    return [
        _("%(what)s: %(old)s → %(new)s") % {"what": name, "old": before[name], "new": words}
        for name, words in after.items()
        if words != before[name]
    ]


def _told(terms: Mapping[str, Any], desk_id: int) -> dict[str, str]:
    policies = {one.code: one.name for one in approving.policies(desk_id)}
    plans = {one.code: one.name for one in fulfilling.plans(desk_id)}
    approval, plan, days, most = (
        terms.get("approval") or "",
        terms.get("plan") or "",
        terms.get("days"),
        terms.get("most"),
    )
    nothing = _("none")
    return {
        _("Price"): _price(terms),
        _("Who pays"): _payer(terms),
        _("Working days promised"): nothing
        if days is None
        else ngettext("%(num)s day", "%(num)s days", days) % {"num": days},
        _("At most at once"): str(most or 1),
        _("Approval"): policies.get(approval, approval) or nothing,
        _("Plan"): plans.get(plan, plan) or nothing,
        _("Team"): _team(terms.get("team"), desk_id) or nothing,
        _("Can be cancelled"): _labelled(CancelUntil, terms.get("cancel_until")),
    }


def _price(terms: Mapping[str, Any]) -> str:
    price = terms.get("price")
    if price is None:
        return _("none")
    return money.in_words(
        Decimal(price), str(terms.get("currency", "")), str(terms.get("price_every", PriceEvery.ONCE))
    )


def _payer(terms: Mapping[str, Any]) -> str:
    rule, centre = terms.get("cost_centre_rule"), terms.get("cost_centre")
    words = _labelled(CostCentreRule, rule)
    return f"{words}: {centre}" if rule == CostCentreRule.FIXED and centre else words


def _labelled(kind: Any, code: Any) -> str:
    return str(kind(code).label) if code in kind.values else str(code or "")


def _team(pk: Any, desk_id: int) -> str:
    found = Team.objects.within(desk_id).filter(pk=pk).first() if pk else None
    return found.name if found is not None else ""
