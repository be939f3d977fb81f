"""The subcommands, each a few lines over what does the work."""

from __future__ import annotations

import click

from deskhand import __version__
from deskhand.cli.backups import backup, restore
from deskhand.cli.business_time import calendar
from deskhand.cli.demo import demo
from deskhand.cli.desks import desk
from deskhand.cli.importing import people
from deskhand.cli.inspection import config, doctor, permissions
from deskhand.cli.letters import mail
from deskhand.cli.manage import manage
from deskhand.cli.modules import module, preset
from deskhand.cli.people import token, user
from deskhand.cli.serving import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="deskhand")
def deskhand() -> None:
    """Deskhand: a help desk that grows by switches.

    Exit codes: 0 done; 1 it went wrong; 2 it was asked wrongly or is refused; `deskhand mail` also knows 75, try again.
    """


for _subcommand in (
    serve,
    demo,
    mail,
    user,
    people,
    token,
    desk,
    module,
    preset,
    calendar,
    permissions,
    doctor,
    backup,
    restore,
    config,
    manage,
):
    deskhand.add_command(_subcommand)
