"""What accounts put into places, their own among them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.actions.invitations import INVITATION_LIFE
from deskhand.accounts.actions.links import LINK_LIFE
from deskhand.accounts.actions.merge import UNDO_FOR
from deskhand.accounts.actions.own_addresses import PROOF_LIFE as ADDRESS_LIFE
from deskhand.accounts.importing.reading import ROW_LIMIT
from deskhand.accounts.jobs import CODE_LIFE
from deskhand.accounts.merging import PersonRows
from deskhand.accounts.models import (
    ApiToken,
    BreakGlass,
    DeskRole,
    DirectoryEntry,
    OrganizationContact,
    Person,
    SignInLink,
    TeamMember,
)
from deskhand.accounts.models.glass import GLASS_LONGEST, GLASS_REASON_LEAST, GLASS_WAITS
from deskhand.kernel import slots
from deskhand.web import numbers
from deskhand.web.proof import PROOF_LIFE

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

numbers.tell(
    sign_in_minutes=LINK_LIFE // MINUTE,
    invitation_hours=INVITATION_LIFE // HOUR,
    address_hours=ADDRESS_LIFE // HOUR,
    reset_days=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) // DAY,
    proof_minutes=PROOF_LIFE // MINUTE,
    code_minutes=CODE_LIFE // MINUTE,
    password_letters=next(
        one.min_length for one in get_default_password_validators() if isinstance(one, MinimumLengthValidator)
    ),
    merge_days=UNDO_FOR // DAY,
    import_rows=ROW_LIMIT,
    glass_hours=GLASS_LONGEST // HOUR,
    glass_waits_hours=GLASS_WAITS // HOUR,
    glass_reason=GLASS_REASON_LEAST,
)

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
    PersonRows(BreakGlass, "asker", ends="ended_at"),
):
    slots.fill("person_rows", _rows)
