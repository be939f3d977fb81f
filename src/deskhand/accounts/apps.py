"""People, organizations, desks, teams and sign-in as a Django app."""

from __future__ import annotations

from deskhand.kernel import modules


class AccountsConfig(modules.CoreConfig):
    name = "deskhand.accounts"
    label = "accounts"
