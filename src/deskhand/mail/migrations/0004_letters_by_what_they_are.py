from __future__ import annotations

import hashlib
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

BATCH = 1_000


def note_identities(apps: Any, schema_editor: Any) -> None:
    """Letters that were read before are known again: the oldest copy on a desk is the one that counts."""
    letters = apps.get_model("mail", "InboundMail").objects.select_related("mailbox").exclude(digest="").order_by("pk")
    fields = ("pk", "mailbox__desk_id", "message_id", "digest")
    seen: set[str] = set()
    rows = []
    for pk, desk_id, message_id, digest in letters.values_list(*fields).iterator(chunk_size=BATCH):
        whole = hashlib.sha256(f"{desk_id}\0{message_id}\0{digest}".encode("utf-8", "surrogatepass")).hexdigest()
        if whole not in seen:
            seen.add(whole)
            rows.append((pk, whole))
    for pk, whole in rows:
        letters.filter(pk=pk).update(identity=whole)


class Migration(migrations.Migration):
    """Letters are known by their bytes when they come, and by what they say once they are read."""

    dependencies = [("mail", "0003_letters_left_in_the_mailbox")]

    operations = [
        migrations.AddField(
            model_name="inboundmail",
            name="identity",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="inboundmail",
            name="first",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="copies", to="mail.inboundmail"
            ),
        ),
        migrations.AlterField(
            model_name="inboundmail",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.RemoveConstraint(model_name="inboundmail", name="letter_once"),
        migrations.RunPython(note_identities, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="inboundmail",
            constraint=models.UniqueConstraint(fields=("mailbox", "raw"), name="letter_bytes_once"),
        ),
    ]
