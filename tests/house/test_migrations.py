"""Migrations are named, complete, and know nothing of the program of today."""

import ast
import io
import re

import pytest
from django.core.management import call_command

from tests.house.source import PROGRAM, named, tree

FILES = sorted(path for path in PROGRAM.rglob("migrations/*.py") if path.name != "__init__.py")


def test_every_migration_says_what_it_does():
    nameless = [named(path) for path in FILES if re.search(r"_auto_|^\d{4}_(initial|migration)", path.stem)]
    assert not nameless, f"name it after its one thought: {', '.join(nameless)}"


def test_no_migration_imports_the_program():
    found = [
        named(path, node.lineno)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        if name.startswith("deskhand")
    ]
    assert not found, f"use apps.get_model, and write the code of that day into the migration: {', '.join(found)}"


@pytest.mark.django_db
def test_the_models_need_no_migration_that_nobody_wrote():
    words = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=words, stderr=words)
    except SystemExit:
        pytest.fail(f"run deskhand manage makemigrations --name ...: {words.getvalue()}")
