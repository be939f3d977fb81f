"""Approvals for programs: the same verbs as the pages. The fixed words come before ``{id}``."""

from ninja import Router

router = Router(tags=["Approvals"])
"""Under ``/api/v1/approvals``."""

from deskhand.modules.approvals.api import absences, asks, policies, tickets  # noqa: E402 (they fill the router)

__all__ = ["absences", "asks", "policies", "router", "tickets"]
