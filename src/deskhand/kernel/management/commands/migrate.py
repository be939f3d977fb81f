"""Django's own `migrate`; on an empty database it is done in a third of the time."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from deskhand.kernel.first_tables import drawn_seldom


class Command(migrate.Command):
    """Makes the same tables with the same rows as Django's own."""

    def handle(self, *args: Any, **options: Any) -> None:
        is_empty = not MigrationRecorder(connections[options["database"]]).applied_migrations()
        with drawn_seldom() if is_empty else nullcontext():
            super().handle(*args, **options)
