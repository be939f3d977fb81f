"""Every verb on people, organizations, desks, teams, roles and ways in."""

from deskhand.accounts.actions.contacts import end_contact, name_contact
from deskhand.accounts.actions.desks import create_desk, edit_desk, give_role, switch_module, take_role
from deskhand.accounts.actions.directory import take_out_of_directory
from deskhand.accounts.actions.links import make_sign_in_link, use_sign_in_link
from deskhand.accounts.actions.organizations import save_organization
from deskhand.accounts.actions.passwords import record_sign_in, set_password
from deskhand.accounts.actions.people import (
    change_person,
    create_person,
    find_or_make_person,
    first_administrator,
    make_site_admin,
    set_own_preferences,
)
from deskhand.accounts.actions.signatures import set_own_signature
from deskhand.accounts.actions.teams import save_team
from deskhand.accounts.actions.tokens import cut_token_off, make_token, revoke_token

__all__ = [
    "change_person",
    "create_desk",
    "create_person",
    "cut_token_off",
    "edit_desk",
    "find_or_make_person",
    "first_administrator",
    "give_role",
    "make_sign_in_link",
    "make_site_admin",
    "make_token",
    "record_sign_in",
    "revoke_token",
    "save_organization",
    "save_team",
    "set_own_preferences",
    "set_own_signature",
    "end_contact",
    "set_password",
    "switch_module",
    "take_role",
    "use_sign_in_link",
]
    "name_contact",
    "take_out_of_directory",
