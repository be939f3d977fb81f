"""Every verb on mailboxes, their letters and the words of letters."""

from deskhand.mail.actions.anyway import open_anyway
from deskhand.mail.actions.connecting import OAuthDetails, connect_mailbox, disconnect_mailbox
from deskhand.mail.actions.filtering import FilterRules, name_receiving_server, save_filter_rules
from deskhand.mail.actions.floods import let_in
from deskhand.mail.actions.installation import (
    InstallationMailDetails,
    save_installation_mail,
    send_installation_test,
)
from deskhand.mail.actions.keeping import days_kept, part_from_ticket, set_keep_days
from deskhand.mail.actions.keys import add_mail_key, remove_mail_key
from deskhand.mail.actions.letters import ignore, send_again, try_again
from deskhand.mail.actions.mailbox_rules import need_secrets
from deskhand.mail.actions.mailboxes import MailboxDetails, details_of, save_mailbox, send_test
from deskhand.mail.actions.rehome import letters_follow_messages, rehome_letters
from deskhand.mail.actions.returned import mark_returned
from deskhand.mail.actions.senders import allow_sender, block_sender, block_spammer, unblock, unblock_spammer
from deskhand.mail.actions.sending import forget_signing_key, make_signing_key, set_sending, switch_signing
from deskhand.mail.actions.templates import forget_template, save_template

__all__ = [
    "FilterRules",
    "InstallationMailDetails",
    "MailboxDetails",
    "OAuthDetails",
    "add_mail_key",
    "allow_sender",
    "block_sender",
    "block_spammer",
    "connect_mailbox",
    "days_kept",
    "details_of",
    "disconnect_mailbox",
    "forget_signing_key",
    "forget_template",
    "ignore",
    "let_in",
    "letters_follow_messages",
    "make_signing_key",
    "mark_returned",
    "name_receiving_server",
    "need_secrets",
    "open_anyway",
    "part_from_ticket",
    "rehome_letters",
    "remove_mail_key",
    "save_filter_rules",
    "save_installation_mail",
    "save_mailbox",
    "save_template",
    "send_again",
    "send_installation_test",
    "send_test",
    "set_keep_days",
    "set_sending",
    "switch_signing",
    "try_again",
    "unblock",
    "unblock_spammer",
]
