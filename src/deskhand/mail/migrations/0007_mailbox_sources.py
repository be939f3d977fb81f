from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SIGN_IN = [("password", "User name and password"), ("oauth", "Microsoft 365, Google and others (OAuth 2.0)")]
RENAMED = {
    "imap_host": "fetch_host",
    "imap_port": "fetch_port",
    "imap_security": "fetch_security",
    "imap_user": "fetch_user",
    "imap_secret": "fetch_secret",
    "imap_done_folder": "done_folder",
}


def say_what_was_meant(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A server meant IMAP, a folder for read letters meant moving."""
    mailboxes: Any = apps.get_model("mail", "Mailbox")._base_manager
    mailboxes.exclude(fetch_host="").update(protocol="imap")
    mailboxes.exclude(done_folder="").update(after_reading="move")
    for box in mailboxes.exclude(imap_folder__in=["", "INBOX"]):
        box.folders = [box.imap_folder]
        box.save(update_fields=["folders"])


class Migration(migrations.Migration):
    """Letters come in by more ways than IMAP, from more than one folder."""

    dependencies = [("mail", "0006_what_filters_go_by")]

    operations = [
        *[migrations.RenameField("mailbox", old, new) for old, new in RENAMED.items()],
        migrations.AddField("mailbox", "tags", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "mailbox",
            "protocol",
            models.CharField(
                choices=[("imap", "IMAP"), ("pop3", "POP3"), ("none", "Not fetched: letters are handed over")],
                default="none",
                max_length=5,
            ),
        ),
        migrations.AddField(
            "mailbox", "fetch_sign_in", models.CharField(choices=SIGN_IN, default="password", max_length=8)
        ),
        migrations.AddField("mailbox", "folders", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "mailbox",
            "after_reading",
            models.CharField(
                choices=[
                    ("seen", "Mark them as read"),
                    ("flag", "Flag them"),
                    ("move", "Move them to another folder"),
                ],
                default="seen",
                max_length=5,
            ),
        ),
        migrations.AddField("mailbox", "leaves_letters", models.BooleanField(default=False)),
        migrations.AddField(
            "mailbox", "smtp_sign_in", models.CharField(choices=SIGN_IN, default="password", max_length=8)
        ),
        migrations.AddField("mailbox", "refused", models.JSONField(blank=True, default=list)),
        migrations.RunPython(say_what_was_meant, migrations.RunPython.noop),
        migrations.RemoveField("mailbox", "imap_folder"),
    ]
