"""Service levels for programs: the same verbs as the pages, the same instants."""

from ninja import Router

router = Router(tags=["Service levels"])
"""Under ``/api/v1/sla``."""

from deskhand.modules.sla.api import (  # noqa: E402 (they put their routes into the router)
    clocks,
    contracts,
    policies,
    promised,
    reviews,
    simulations,
    waivers,
)

__all__ = ["clocks", "contracts", "policies", "promised", "reviews", "router", "simulations", "waivers"]
