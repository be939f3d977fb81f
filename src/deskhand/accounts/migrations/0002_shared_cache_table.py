"""The table of the cache that all processes share: rate limits live there, and nobody has to make it by hand."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "shared_cache"


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_start")]

    operations = [migrations.RunPython(make, drop)]
