"""Every verb on people, organizations, desks, teams, roles and ways in."""

from deskhand.accounts.actions.brand import set_brand
from deskhand.accounts.actions.contacts import end_contact, name_contact
from deskhand.accounts.actions.desks import create_desk, edit_desk, give_role, switch_module, take_role
from deskhand.accounts.actions.directory import take_out_of_directory
from deskhand.accounts.actions.factors import (
    add_app,
    add_passkey,
    record_code_used,
    remove_factor,
    rename_passkey,
    renew_codes,
    take_factors,
)
from deskhand.accounts.actions.glass import (
    ask_for_glass,
    end_glass,
    end_glass_of,
    note_reading,
    refuse_glass,
    second_glass,
)
from deskhand.accounts.actions.growing import choose_preset, switch_modules
from deskhand.accounts.actions.hearing import set_hearing
from deskhand.accounts.actions.importing import (
    begin_import,
    check_import,
    continue_import,
    discard_import,
    import_for,
    start_import,
    undo_import,
)
from deskhand.accounts.actions.invitations import (
    accept_invitation,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from deskhand.accounts.actions.leaving import deactivate_person, end_roles, reactivate_person
from deskhand.accounts.actions.links import make_sign_in_link, may_see_link, send_sign_in_link, use_sign_in_link
from deskhand.accounts.actions.locations import save_location
from deskhand.accounts.actions.merge import merge_for, merge_people, need_to_merge, undo_merge
from deskhand.accounts.actions.organizations import save_organization
from deskhand.accounts.actions.own_addresses import (
    ask_for_address,
    make_main_address,
    prove_address,
    remove_address,
)
from deskhand.accounts.actions.passwords import record_failed_sign_in, record_sign_in, set_password
from deskhand.accounts.actions.people import (
    change_person,
    create_person,
    find_or_make_person,
    first_administrator,
    make_site_admin,
    set_own_preferences,
)
from deskhand.accounts.actions.policy import save_sign_in_policy
from deskhand.accounts.actions.sessions import end_session, end_sessions
from deskhand.accounts.actions.signatures import set_own_signature
from deskhand.accounts.actions.site_admins import unmake_site_admin
from deskhand.accounts.actions.teams import save_team
from deskhand.accounts.actions.tokens import cut_token_off, make_token, revoke_token
from deskhand.accounts.actions.wording import call_things

__all__ = [
    "accept_invitation",
    "add_app",
    "add_passkey",
    "ask_for_address",
    "ask_for_glass",
    "begin_import",
    "call_things",
    "change_person",
    "check_import",
    "choose_preset",
    "continue_import",
    "create_desk",
    "create_person",
    "cut_token_off",
    "deactivate_person",
    "discard_import",
    "edit_desk",
    "end_contact",
    "end_glass",
    "end_glass_of",
    "end_roles",
    "end_session",
    "end_sessions",
    "find_or_make_person",
    "first_administrator",
    "give_role",
    "import_for",
    "invite",
    "make_main_address",
    "make_sign_in_link",
    "make_site_admin",
    "make_token",
    "may_see_link",
    "merge_for",
    "merge_people",
    "name_contact",
    "need_to_merge",
    "note_reading",
    "prove_address",
    "reactivate_person",
    "record_code_used",
    "record_failed_sign_in",
    "record_sign_in",
    "refuse_glass",
    "remove_address",
    "remove_factor",
    "rename_passkey",
    "renew_codes",
    "revoke_token",
    "save_location",
    "save_organization",
    "save_sign_in_policy",
    "save_team",
    "second_glass",
    "send_invitation_again",
    "send_sign_in_link",
    "set_brand",
    "set_hearing",
    "set_own_preferences",
    "set_own_signature",
    "set_password",
    "start_import",
    "switch_module",
    "switch_modules",
    "take_factors",
    "take_out_of_directory",
    "take_role",
    "undo_import",
    "undo_merge",
    "unmake_site_admin",
    "use_sign_in_link",
    "withdraw_invitation",
]
