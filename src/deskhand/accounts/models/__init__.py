"""Rows of accounts: who there is, and where they belong."""

from deskhand.accounts.models.access import ApiToken, SignInLink
from deskhand.accounts.models.desk import Desk, DeskRole, Team, TeamMember, Tier, WhoMayOpen
from deskhand.accounts.models.person import Organization, OrganizationDomain, Person

__all__ = [
    "ApiToken",
    "Desk",
    "DeskRole",
    "Organization",
    "OrganizationDomain",
    "Person",
    "SignInLink",
    "Team",
    "TeamMember",
    "Tier",
    "WhoMayOpen",
]
