"""What accounts put into places, their own among them."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows
from deskhand.accounts.models import (
    ApiToken,
    DeskRole,
    DirectoryEntry,
    OrganizationContact,
    Person,
    SignInLink,
    TeamMember,
)
from deskhand.kernel import slots

for _rows in (
    PersonRows(EmailAddress, "user", _("Mail addresses"), once_with=("email",), stays=Q(verified=False)),
    PersonRows(DeskRole, "person", _("Roles"), once_with=("desk_id", "role"), desk="desk_id"),
    PersonRows(TeamMember, "person", _("Teams"), once_with=("team_id",), desk="team__desk_id"),
    PersonRows(DirectoryEntry, "person", once_with=("desk_id",), desk="desk_id"),
    PersonRows(
        OrganizationContact,
        "person",
        _("Contact of organizations"),
        once_with=("desk_id", "organization_id"),
        desk="desk_id",
    ),
    PersonRows(Person, "manager", _("People whose manager they are")),
    PersonRows(ApiToken, "person", ends="revoked_at"),
    PersonRows(SignInLink, "person", ends="used_at"),
):
    slots.fill("person_rows", _rows)
