"""People, organizations, desks, teams and sign-in as a Django app."""

from __future__ import annotations

from deskhand.kernel import modules


class AccountsConfig(modules.CoreConfig):
    name = "deskhand.accounts"
    label = "accounts"

    def ready(self) -> None:
        from deskhand.accounts import word_choices
        from deskhand.kernel import own_words

        own_words.install()
        own_words.read_with(word_choices.voices)
