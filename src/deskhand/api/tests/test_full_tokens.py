"""What the pages ask a fresh proof for is no weaker by the API: it needs a token that was made for it, or is not
there at all."""

import pytest

from deskhand.api.routing import declarations

PROVED = {
    "ops:desks": {"create_desk"},
    "ops:new_desk": {"create_desk"},
    "ops:switch_account": {"deactivate_account", "reactivate_account"},
    "ops:roles": {"give_a_role"},
    "ops:take_role": {"take_a_role"},
    "ops:begin_people": {"invite_people"},
    "tickets:invitations": {"invite_people"},
    "tickets:invite_again": {"send_invitation"},
    "tickets:merge": {"merge_person"},
    "tickets:unmerge": {"undo_person_merge"},
    "tickets:leave": {"leave_desk"},
    "webhooks:new": {"make_webhook"},
    "mail:new_mailbox": {"make_mailbox"},
    "mail:mailbox": {"change_mailbox"},
    "webhooks:webhook": {"change_webhook"},
    "webhooks:rotate": {"rotate_webhook_secret"},
    "webhooks:delete": {"delete_webhook"},
}
"""The operations that do what such a page does."""

PAGES_ALONE = {
    "accounts:addresses",
    "accounts:main_address",
    "accounts:remove_address",
    "accounts:app",
    "accounts:add_passkey",
    "accounts:passkey_make_options",
    "accounts:rename_factor",
    "accounts:remove_factor",
    "accounts:renew_codes",
    "accounts:end_session",
    "accounts:end_sessions",
    "accounts:make_token",
    "account_set_password",
    "mail:connect",
    "mail:keys",
    "mail:signing",
    "mail:remove_key",
    "mail:installation",
    "mail:installation_test",
    "ops:begin_mailbox",
    "ops:site_admins",
    "ops:unmake_site_admin",
    "ops:sign_in",
    "ops:person_sign_in_act",
    "ops:sign_in_act",
    "ops:glass",
    "ops:desk_glass",
    "ops:glass_act",
}
"""Pages that ask for a proof and that no program can do without: docs/decisions/0023-full-tokens.md says why."""


def test_every_page_that_asks_for_a_proof_has_its_rule_for_programs():
    from tests.isolation.routes import pages

    asking = {one.name for one in pages() if one.gate is not None and one.gate.fresh}
    assert asking == set(PROVED) | PAGES_ALONE, "say in this file what a token needs for it"


def test_what_such_a_page_does_needs_a_full_token(whole_api):
    full = {name for name, (_m, _p, declaration) in declarations(whole_api).items() if declaration.gate.fresh}
    assert full == set().union(*PROVED.values())


@pytest.mark.parametrize("scope", ["read", "write"])
def test_other_tokens_are_told_which_one_they_need(cast, call, scope):
    refused = call("lena", scope).post("/desks", {"key": "fac", "name": "Facilities"})
    assert refused.status_code == 403
    assert {"read": "“write”", "write": "“full”"}[scope] in refused.json()["detail"]


def test_the_document_says_which_routes_need_it(cast, client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "`full`" in paths["/api/v1/desks"]["post"]["description"]
    assert "`full`" not in paths["/api/v1/tickets"]["post"]["description"]


def test_a_full_token_gives_no_right_that_its_bearer_has_not(cast, call):
    assert call("jana", "full").post("/desks", {"key": "fac", "name": "Facilities"}).status_code == 403
    assert call("mara", "full").get("/desks/it/roles").status_code == 404
