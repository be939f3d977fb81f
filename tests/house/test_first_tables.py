"""An empty database gets its tables by a short way; they are those of the long one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long]
MAKE = """
import sys, django
from deskhand.kernel.loading import undisturbed
with undisturbed():
    django.setup()
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
call_command(migrate.Command() if sys.argv[1] == "long" else "migrate", verbosity=0)
with connection.cursor() as cursor:
    def asked(words):
        cursor.execute(words)
        return sorted(map(repr, cursor.fetchall()))
    if connection.vendor == "sqlite":
        print(*asked("SELECT type, name, tbl_name, sql FROM sqlite_master"), sep="\\n")
    else:
        columns = "table_name, column_name, ordinal_position, column_default, is_nullable, data_type, udt_name"
        columns += ", character_maximum_length, identity_generation, generation_expression"
        print(*asked(f"SELECT {columns} FROM information_schema.columns WHERE table_schema = 'public'"), sep="\\n")
        print(*asked("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"), sep="\\n")
        shape = "conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        print(*asked(f"SELECT {shape} FROM pg_constraint WHERE connamespace = 'public'::regnamespace"), sep="\\n")
        print(*asked("SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"))
        print(*asked("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"), sep="\\n")
    for name in connection.introspection.table_names(cursor):
        if name != "django_migrations":
            print(name, *asked(f"SELECT * FROM {connection.ops.quote_name(name)}"))
"""


def made(way: str, data: Path, **environment: str) -> list[str]:
    """All that a database holds after its first start, made by our way or by Django's own (``long``)."""
    settings = {"DESKHAND_DATA": str(data), "DJANGO_SETTINGS_MODULE": "deskhand.settings", **environment}
    command = [sys.executable, "-c", MAKE, way]
    data.mkdir()
    return subprocess.run(command, env=os.environ | settings, capture_output=True, check=True, text=True).stdout.split(
        "\n"
    )


def test_both_ways_make_the_same_sqlite_database(tmp_path: Path):
    short = made("short", tmp_path / "short")
    assert len(short) > 300
    assert short == made("long", tmp_path / "long")


def test_both_ways_make_the_same_postgresql_database(tmp_path: Path, postgres_cluster):
    found = []
    for way in ("short", "long"):
        url = postgres_cluster.create_database(f"way_{way}")
        found.append(made(way, tmp_path / way, DESKHAND_DATABASE_URL=url))
        postgres_cluster.drop_database(f"way_{way}")
    assert len(found[0]) > 300
    assert found[0] == found[1]
