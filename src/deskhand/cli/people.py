"""People and tokens from the terminal."""

from __future__ import annotations

import click

from deskhand.cli.surroundings import desk, json_option, on_installation, person, show_json

NEVER = "never"
"""What is written for a token without an end."""


class Life(click.ParamType[int | None]):
    """A number of days, or ``never`` for no end, which is None."""

    name = f"DAYS|{NEVER}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        if str(value) == NEVER:
            return None
        if not str(value).isdecimal() or len(str(value)) > 5:
            self.fail(f"{value!r} is neither a number of days nor “{NEVER}”.", param, ctx)
        return int(str(value))


ROLES = ("agent", "lead", "admin", "auditor", "guest")


@click.group()
def user() -> None:
    """Make people, give them roles, print sign-in links."""


@user.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--site-admin", is_flag=True, help="May make desks and change the installation's settings.")
@json_option
@on_installation
def create(email: str, name: str, site_admin: bool, as_json: bool) -> None:
    """Make a person. Without a password: sign in by link, then set one."""
    from deskhand.accounts.actions import create_person, make_site_admin
    from deskhand.kernel.actor import Channel, system

    actor = system(Channel.CLI)
    made = create_person(actor=actor, name=name, email=email, is_verified=True)
    if site_admin:
        make_site_admin(actor=actor, person=made)
    if as_json:
        show_json({"id": made.pk, "email": made.email, "name": made.name, "site_admin": site_admin})
    else:
        click.echo(f"{made.name} <{made.email}>")


@user.command()
@click.argument("email")
@json_option
@on_installation
def link(email: str, as_json: bool) -> None:
    """Print a link that signs the person in once, within 12 hours."""
    from deskhand.accounts.actions import make_sign_in_link
    from deskhand.accounts.actions.links import PRINTED_LINK_LIFE
    from deskhand.kernel.actor import Channel, system

    address = make_sign_in_link(actor=system(Channel.CLI), person=person(email), life=PRINTED_LINK_LIFE)
    if as_json:
        show_json({"email": email, "link": address})
    else:
        click.echo(address)


@user.command("take-second-factor")
@click.argument("email")
@click.option("--reason", required=True, help="Why; it is kept with the event.")
@on_installation
def take_second_factor(email: str, reason: str) -> None:
    """Take the second factor away from somebody who has lost it. Their sessions end, and they are told by mail."""
    from deskhand.accounts.actions import take_factors
    from deskhand.kernel.actor import Channel, system

    take_factors(actor=system(Channel.CLI), person=person(email), reason=reason)
    click.echo(f"{email} signs in without a second factor now.")


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--desk", "key", default="it", show_default=True, help="The desk's key.")
@click.option("--remove", is_flag=True, help="Take the role away.")
@on_installation
def role(email: str, role: str, key: str, remove: bool) -> None:
    """Give a person a role on a desk, or take it away."""
    from deskhand.accounts.actions import give_role, take_role
    from deskhand.kernel.actor import Channel, system

    verb = take_role if remove else give_role
    verb(actor=system(Channel.CLI), desk=desk(key), person=person(email), role=role)
    click.echo(f"{email}: {'no longer ' if remove else ''}{role} on {key}")


@click.group()
def token() -> None:
    """Make API tokens."""


@token.command(name="create")
@click.option("--user", "email", required=True, metavar="EMAIL")
@click.option("--scope", type=click.Choice(["read", "write", "full"]), default="read", show_default=True)
@click.option("--days", type=Life(), default="365", show_default=True, help="How long it works, or: never ends.")
@click.option("--desk", "keys", multiple=True, metavar="KEY", help="Only on this desk; may be given several times.")
@click.option("--name", default="", help="What it is for.")
@on_installation
def create_token(email: str, scope: str, days: int | None, keys: tuple[str, ...], name: str) -> None:
    """Print a new token for a person, alone on one line. It is not shown again."""
    from deskhand.accounts.actions import make_token
    from deskhand.kernel.actor import Channel, system

    desks = [desk(key) for key in dict.fromkeys(keys)] or None
    _row, made = make_token(
        actor=system(Channel.CLI), person=person(email), scope=scope, days=days, desks=desks, name=name
    )
    click.echo(made)
