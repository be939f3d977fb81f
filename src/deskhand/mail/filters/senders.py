"""Which entry of the lists of senders counts for an address: the one that names it most closely."""

from collections.abc import Iterator

from deskhand.mail.filters.verdict import FilterContext

BLOCKED, ALLOWED = "blocked", "allowed"


def patterns_of(email: str) -> Iterator[str]:
    """The entries that an address answers to, the closest first: itself, `@its.domain`, and `@domain` above that."""
    email = email.casefold()
    if not email:
        return
    yield email
    labels = email.rpartition("@")[2].split(".")
    yield from (f"@{'.'.join(labels[n:])}" for n in range(min(len(labels), 20)))


def listed(email: str, ctx: FilterContext) -> tuple[str, str]:
    """Whether an address is blocked or allowed, and by which entry; empty words where no entry names it."""
    if not ctx.blocked and not ctx.allowed:
        return "", ""
    for pattern in patterns_of(email):
        if pattern in ctx.blocked:
            return BLOCKED, pattern
        if pattern in ctx.allowed:
            return ALLOWED, pattern
    return "", ""
