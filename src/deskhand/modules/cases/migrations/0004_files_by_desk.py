from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def say_the_desk(apps: Any, schema_editor: Any) -> None:
    """A file is of the desk of its class."""
    classes = apps.get_model("cases", "CaseClass")._base_manager.filter(pk=OuterRef("case_class_id"))
    apps.get_model("cases", "CaseFile")._base_manager.update(desk_id=Subquery(classes.values("desk_id")[:1]))
    if schema_editor.connection.vendor == "postgresql":  # What it checks at the end would be in the next step's way.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0023_desk_words"),
        ("cases", "0003_endings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="casefile",
            name="ticket",
            field=models.ForeignKey(on_delete=models.CASCADE, related_name="case_files", to="tickets.ticket"),
        ),
        migrations.AddField(
            model_name="casefile",
            name="desk",
            field=models.ForeignKey(null=True, on_delete=models.CASCADE, related_name="+", to="accounts.desk"),
        ),
        migrations.RunPython(say_the_desk, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="casefile",
            name="desk",
            field=models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="accounts.desk"),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(fields=("ticket", "desk"), name="case_file_once"),
        ),
    ]
