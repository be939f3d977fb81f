"""Before and around a subcommand: which data folder, Django set up, refusals told in words."""

from __future__ import annotations

import fcntl
import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])

DEFAULT_DATA = "var/data"
USAGE = 2
"""Exit code for what was asked wrongly or is refused."""

FAILED = 1
"""Exit code for what was asked rightly and went wrong."""


def fail(words: object, code: int = USAGE) -> NoReturn:
    """Say in one line on standard error why, and exit."""
    click.echo(f"deskhand: {words}", err=True)
    sys.exit(code)


def say(words: str) -> None:
    """Progress and links: standard error, so that standard output stays the result's."""
    click.echo(words, err=True)


def show_json(value: Any) -> None:
    """The one object that ``--json`` prints on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Data folder. Default: DESKHAND_DATA, else ./{DEFAULT_DATA}.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")


def choose_data(data: Path | None) -> Path:
    """Fix the data folder for this process and those it starts."""
    chosen = (data or Path(os.environ.get("DESKHAND_DATA", DEFAULT_DATA))).absolute()
    os.environ["DESKHAND_DATA"] = str(chosen)
    return chosen


def set_up() -> None:
    """Load Django with the settings of the chosen folder. Wrong settings end the command with their sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deskhand.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    from deskhand.kernel.config import ConfigError, read_config
    from deskhand.kernel.loading import undisturbed

    try:
        folder = read_config().data
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with undisturbed():
            django.setup()
    except (ConfigError, ImproperlyConfigured, OSError) as error:
        fail(error)


def prepared() -> None:
    """Bring the database to this version's schema. Running it again changes nothing; of several that begin at once
    one does it, and the others wait."""
    from django.core.management import call_command

    from deskhand.kernel.sqlite import statistics

    if not _is_behind():
        return
    with _alone_on_the_folder():
        if _is_behind():
            say("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
            statistics.refresh()


def _is_behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _alone_on_the_folder() -> Iterator[None]:
    """Hold the folder's lock; the system lets it go when the process ends, however it ends."""
    folder = Path(os.environ["DESKHAND_DATA"]) / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "preparing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def on_data(function: _F) -> _F:
    """A subcommand that works on a data folder: ``--data``, Django set up, schema current, refusals in words. It makes
    the installation if there is none."""
    return _around(function, needs_one=False)


def on_data_anew(function: _F) -> _F:
    """The same, and what an interrupted ``deskhand demo`` left in the folder goes first."""
    return _around(function, needs_one=False, anew=True)


def on_installation(function: _F) -> _F:
    """The same for a subcommand that makes no sense without an installation: a wrong folder is refused, not filled."""
    return _around(function, needs_one=True)


def on_installation_as_it_is(function: _F) -> _F:
    """The same, and the schema is left as it is found."""
    return _around(function, needs_one=True, brings_up_to_date=False)


def _around(function: _F, *, needs_one: bool, brings_up_to_date: bool = True, anew: bool = False) -> _F:
    @data_option
    @functools.wraps(function)
    def around(*args: Any, data: Path | None = None, **kwargs: Any) -> Any:
        from deskhand.cli import half_filled

        folder = choose_data(data)
        (half_filled.forget if anew else half_filled.refuse)(folder)
        if needs_one:
            refuse_without_installation(folder)
        set_up()

        def work() -> Any:
            if needs_one:
                refuse_without_tables()
            if brings_up_to_date:
                prepared()
            return function(*args, **kwargs)

        return in_words(work)

    return around  # type: ignore[return-value]


def refuse_without_installation(folder: Path) -> None:
    """End the command if the folder holds no installation: nothing is made there."""
    from deskhand.kernel.config import ConfigError, read_config

    try:
        config = read_config()
    except ConfigError as error:
        fail(error)
    if config.database_url:
        is_there = bool(config.secret_key) or (folder / "keys" / "secret_key").exists()
    else:
        is_there = (folder / "deskhand.sqlite3").exists()
    if not is_there:
        fail(
            f"there is no Deskhand in {folder}. Name its folder with --data or DESKHAND_DATA; a new one is made by "
            "`deskhand serve`."
        )


def refuse_without_tables() -> None:
    """End the command if the database is an empty one: its address or the folder is mistyped. One that does not answer
    is told of by whoever asks it next."""
    from django.db import OperationalError, connection
    from django.db.migrations.recorder import MigrationRecorder

    try:
        is_empty = not MigrationRecorder(connection).has_table()
    except OperationalError:
        return
    if is_empty:
        fail(
            f"there is no Deskhand in the database {connection.settings_dict['NAME']}: it is empty. Check --data and "
            "DESKHAND_DATABASE_URL; a new one is made by `deskhand serve`."
        )


def in_words(work: Callable[[], Any]) -> Any:
    """Run ``work``; a refusal ends the command with its sentence and exit code 2, a database that cannot be reached
    with 1."""
    from django.db import OperationalError

    from deskhand.kernel.errors import DeskhandError

    try:
        return work()
    except DeskhandError as error:
        fail(error)
    except OperationalError as error:
        fail(f"the database cannot be used: {str(error).strip()}", FAILED)


def person(email: str) -> Any:
    """The person with an address, or an end with a sentence."""
    from deskhand.accounts import addresses

    found = addresses.owner_of(addresses.normal(email))
    if found is None:
        fail(f"there is nobody with the address {email}. Make them: deskhand user create --email {email} --name NAME")
    return found


def desk(key: str) -> Any:
    """The desk with a key, or an end with a sentence."""
    from deskhand.accounts.models import Desk

    found = Desk.objects.filter(key=key).first()
    if found is None:
        known = ", ".join(Desk.objects.values_list("key", flat=True)) or "none yet"
        fail(f"there is no desk {key!r}. Desks: {known}.")
    return found
