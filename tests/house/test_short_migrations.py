"""An empty installation takes a short way to today's tables, one that exists the long way: both arrive at the same."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

MIGRATE = """
import sys
import django
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

django.setup()
if sys.argv[1] == "long":
    whole = MigrationLoader.load_disk
    def without_short_ways(self):
        whole(self)
        self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not one.replaces}
    MigrationLoader.load_disk = without_short_ways
call_command("migrate", verbosity=0)
"""

SHAPE = """
import json
import re
import django
from django.db import connection

django.setup()
with connection.cursor() as cursor:
    def asked(sql):
        return cursor.execute(sql).fetchall()
    found = {}
    for name, sql in asked("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        columns = sorted(row[1:6] for row in asked(f'PRAGMA table_info("{name}")'))
        keys = sorted(row[2:7] for row in asked(f'PRAGMA foreign_key_list("{name}")'))
        rules = sorted(re.findall(r'CHECK [(]"\\w+" >= 0[)]|AUTOINCREMENT', sql))
        found[name] = [columns, keys, rules]
    for name, sql in asked("SELECT name, sql FROM sqlite_master WHERE type != 'table' AND sql IS NOT NULL"):
        found[name] = " ".join(sql.split())
print(json.dumps(found, default=str))
"""


def made(folder, way):
    """What the database holds after the migrations, by name."""
    environment = {**os.environ, "DESKHAND_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "deskhand.settings"}
    subprocess.run([sys.executable, "-c", MIGRATE, way], env=environment, check=True, timeout=300)
    told = subprocess.run([sys.executable, "-c", SHAPE], env=environment, check=True, timeout=60, capture_output=True)
    return json.loads(told.stdout)


def test_the_short_way_makes_what_the_long_way_makes(tmp_path):
    short, long = made(tmp_path / "short", "short"), made(tmp_path / "long", "long")
    assert len(short) > 100
    different = {name for name in {*short, *long} if short.get(name) != long.get(name)}
    assert not different, f"these differ: {', '.join(sorted(different))}"
