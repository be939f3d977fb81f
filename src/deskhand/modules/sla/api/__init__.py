"""Service levels for programs: the same verbs as the pages, the same instants."""

from ninja import Router

router = Router(tags=["Service levels"])
"""Under ``/api/v1/sla``."""

from deskhand.modules.sla.api import clocks, policies, promised, simulations  # noqa: E402 (they put their routes into the router)

__all__ = ["clocks", "policies", "promised", "router", "simulations"]
