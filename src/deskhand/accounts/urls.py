"""Addresses of accounts, at the root. Those that allauth knows by name keep its names (``account_...``)."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path, re_path

from deskhand.accounts.views import (
    addresses,
    factors,
    invitations,
    language,
    me,
    passwords,
    prove,
    second,
    security,
    sign_in,
    signatures,
)
from deskhand.web.gates import gate

_own: list[URLPattern] = [
    path("sign-in/link/", sign_in.mail_link, name="mail_link"),
    path("sign-in/sent/", sign_in.link_sent, name="link_sent"),
    path("sign-in/passkey/", second.passkey, name="passkey"),
    path("sign-in/passkey/options/", second.passkey_options, name="passkey_options"),
    path("sign-in/second/options/", second.second_options, name="second_options"),
    path("in/<str:token>/", sign_in.link, name="link"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("me/", me.me, name="me"),
    path("me/addresses/", addresses.addresses, name="addresses"),
    path("me/addresses/prove/<str:token>/", addresses.prove, name="prove_address"),
    path("me/addresses/<int:address>/main/", addresses.make_main, name="main_address"),
    path("me/addresses/<int:address>/remove/", addresses.remove, name="remove_address"),
    path("me/prove/", prove.prove, name="prove"),
    path("me/prove/passkey/", prove.options, name="prove_options"),
    path("me/seen/", security.seen, name="seen"),
    path("me/security/", security.security, name="security"),
    path("me/security/app/", factors.app, name="app"),
    path("me/security/passkeys/", factors.add_passkey, name="add_passkey"),
    path("me/security/passkeys/options/", factors.passkey_options, name="passkey_make_options"),
    path("me/security/factors/<int:pk>/rename/", factors.rename, name="rename_factor"),
    path("me/security/factors/<int:pk>/remove/", factors.remove, name="remove_factor"),
    path("me/security/codes/", factors.renew_codes, name="renew_codes"),
    path("me/security/codes/file/", factors.codes_file, name="codes_file"),
    path("me/security/sessions/<int:pk>/end/", security.end_session, name="end_session"),
    path("me/security/sessions/end/", security.end_others, name="end_sessions"),
    path("me/theme/", me.theme, name="theme"),
    path("me/signature/", signatures.signature, name="signature"),
    path("me/tokens/", me.make_token, name="make_token"),
    path("me/tokens/<int:token>/", me.token, name="token"),
    path("me/tokens/<int:token>/revoke/", me.revoke_token, name="revoke_token"),
    path("language/<str:code>/", language.language, name="language"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_own, "accounts"))),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/second/", second.second, name="mfa_authenticate"),
    path("sign-out/", gate("public")(allauth_views.logout), name="account_logout"),
    path("account-off/", gate("public")(allauth_views.account_inactive), name="account_inactive"),
    path("password/change/", passwords.change, name="account_change_password"),
    path("password/set/", passwords.choose_first, name="account_set_password"),
    path("password/reset/", passwords.forgotten, name="account_reset_password"),
    path("password/reset/sent/", passwords.forgotten_sent, name="account_reset_password_done"),
    path("password/reset/done/", passwords.from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,20})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        passwords.from_key,
        name="account_reset_password_from_key",
    ),
]
