"""Addresses of the mail pages, under /agent/settings/."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.ops.mail_pages import (
    answers,
    connecting,
    filtering,
    installation,
    keeping,
    keys,
    mailboxes,
    received,
    senders,
    sending,
    sent,
    templates,
    traffic,
    trying,
)

app_name = "mail"

_MAIL = "<slug:desk>/mail"
_WORDS = f"{_MAIL}/words/<slug:kind>/<slug:language>"

urlpatterns: list[URLPattern] = [
    path("mail/", installation.installation, name="installation"),
    path("mail/test/", installation.test, name="installation_test"),
    path(f"{_MAIL}/mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path(f"{_MAIL}/mailboxes/new/", mailboxes.mailbox, name="new_mailbox"),
    path(f"{_MAIL}/mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path(f"{_MAIL}/mailboxes/<int:pk>/connect/", connecting.connect, name="connect"),
    path(f"{_MAIL}/mailboxes/<int:pk>/disconnect/", connecting.disconnect, name="disconnect"),
    path(f"{_MAIL}/connected/", connecting.connected, name="connected"),
    path(f"{_MAIL}/mailboxes/<int:pk>/test/", mailboxes.test, name="test"),
    path(f"{_MAIL}/sending/mailboxes/<int:pk>/", sending.of_mailbox, name="sending_of"),
    path(f"{_MAIL}/sending/mailboxes/<int:pk>/key/", sending.signing, name="signing"),
    path(f"{_MAIL}/sending/mailboxes/<int:pk>/signed/", sending.signed, name="signed"),
    path(f"{_MAIL}/sending/", sending.sending, name="sending"),
    path(f"{_MAIL}/answers/", answers.answers, name="answers"),
    path(f"{_MAIL}/filters/", filtering.filters, name="filters"),
    path(f"{_MAIL}/filters/mailboxes/<int:pk>/", filtering.server, name="server"),
    path(f"{_MAIL}/filters/let-in/", filtering.release, name="release"),
    path(f"{_MAIL}/senders/", senders.senders, name="senders"),
    path(f"{_MAIL}/senders/forget/", senders.forget, name="forget_sender"),
    path("installation/senders/", senders.senders_everywhere, name="senders_everywhere"),
    path("installation/senders/forget/", senders.forget_everywhere, name="forget_sender_everywhere"),
    path(f"{_MAIL}/keys/", keys.keys, name="keys"),
    path(f"{_MAIL}/keys/<int:pk>/remove/", keys.remove, name="remove_key"),
    path(f"{_MAIL}/words/", templates.templates, name="templates"),
    path(f"{_WORDS}/", templates.template, name="template"),
    path(f"{_WORDS}/built-in/", templates.built_in, name="built_in"),
    path(f"{_MAIL}/", traffic.everything, name="mail"),
    path(f"{_MAIL}/keep/", keeping.keep, name="keep"),
    path(f"{_MAIL}/received/", traffic.received, name="received"),
    path(f"{_MAIL}/received/<int:pk>/", received.letter, name="letter"),
    path(f"{_MAIL}/received/<int:pk>/raw", received.raw, name="raw"),
    path(f"{_MAIL}/received/<int:pk>/again/", received.again, name="again"),
    path(f"{_MAIL}/received/<int:pk>/set-aside/", received.set_aside, name="set_aside"),
    path(f"{_MAIL}/received/<int:pk>/open/", received.open_ticket, name="open"),
    path(f"{_MAIL}/received/<int:pk>/block/", received.block, name="block"),
    path(f"{_MAIL}/try/", trying.try_message, name="try"),
    path(f"{_MAIL}/sent/", traffic.sent, name="sent"),
    path(f"{_MAIL}/sent/<int:pk>/", sent.letter, name="sent_letter"),
    path(f"{_MAIL}/sent/<int:pk>/again/", sent.again, name="send_again"),
]
