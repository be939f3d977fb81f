"""The mail app."""

from __future__ import annotations

from deskhand.kernel import modules


class MailConfig(modules.CoreConfig):
    name = "deskhand.mail"
    label = "mail"
