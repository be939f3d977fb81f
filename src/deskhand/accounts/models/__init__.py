"""Rows of accounts: who there is, and where they belong."""

from deskhand.accounts.models.access import ApiToken, ApiTokenDesk, SignInLink
from deskhand.accounts.models.brand import DeskBrand
from deskhand.accounts.models.desk import Desk, DeskRole, Team, TeamMember, Tier, WhoMayOpen
from deskhand.accounts.models.directory import Came, DirectoryEntry, OrganizationContact, OrganizationEntry
from deskhand.accounts.models.glass import BreakGlass, GlassRead, GlassState
from deskhand.accounts.models.importing import ImportBatch, ImportRow
from deskhand.accounts.models.invitation import Invitation
from deskhand.accounts.models.location import Location
from deskhand.accounts.models.merging import PersonMerge
from deskhand.accounts.models.person import Organization, OrganizationDomain, Person
from deskhand.accounts.models.policy import SignInPolicy

__all__ = [
    "ApiToken",
    "ApiTokenDesk",
    "BreakGlass",
    "Came",
    "Desk",
    "DeskBrand",
    "DeskRole",
    "DirectoryEntry",
    "GlassRead",
    "GlassState",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "Location",
    "Organization",
    "OrganizationContact",
    "OrganizationDomain",
    "OrganizationEntry",
    "Person",
    "PersonMerge",
    "SignInLink",
    "SignInPolicy",
    "Team",
    "TeamMember",
    "Tier",
    "WhoMayOpen",
]
