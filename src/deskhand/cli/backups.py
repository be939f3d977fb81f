"""One archive out, one archive in."""

from __future__ import annotations

from pathlib import Path

import click

from deskhand.cli.surroundings import choose_data, in_words, json_option, on_installation, say, set_up, show_json


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@on_installation
def backup(file: Path, as_json: bool) -> None:
    """Write database, files, keys and a manifest into FILE (.tar.gz), while Deskhand runs."""
    from deskhand.ops import backup as archive

    manifest = archive.write(file, progress=say)
    _note(file)
    if as_json:
        show_json(manifest)
    else:
        click.echo(f"{file}: {manifest['counts'].get('tickets', 0)} tickets, {manifest['files']} files")


def _note(file: Path) -> None:
    """Leave the fact in the installation. A database that only reads keeps nobody from a backup."""
    from django.db import DatabaseError

    from deskhand.kernel.actor import Channel, system
    from deskhand.ops.actions import note_backup

    try:
        note_backup(actor=system(Channel.CLI), file=file.name, size=file.stat().st_size, command="deskhand backup")
    except DatabaseError as error:
        say(f"The archive is whole, but that it was made could not be noted: {str(error).strip()}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", required=True, type=click.Path(file_okay=False, path_type=Path), help="An empty folder.")
@json_option
def restore(file: Path, data: Path, as_json: bool) -> None:
    """Put an archive into an empty folder and verify it: checksums, counts, the database's integrity."""
    from deskhand.ops import restore as archive

    choose_data(data)
    manifest = archive.unpacked(file, data, progress=say)
    set_up()
    in_words(lambda: archive.verified(manifest, progress=say))
    if as_json:
        show_json(manifest)
    else:
        click.echo(f"{data}: {manifest['counts'].get('tickets', 0)} tickets, {manifest['files']} files. All is there.")
