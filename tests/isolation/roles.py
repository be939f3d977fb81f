"""Who stands before the doors of the grid."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """Somebody of the cast. ``serves`` maps a desk's key to their role there; a guest of an
    invited desk knows that it is there, and reads nothing but their own."""

    name: str
    person: str = ""
    serves: tuple[tuple[str, str], ...] = ()
    is_site_admin: bool = False

    def on(self, desk: str) -> str:
        return dict(self.serves).get(desk, "")


ROLES = (
    Role("a stranger"),
    Role("the requester", "mara"),
    Role("a follower", "huimin"),
    Role("another requester", "oliver", (("hr", "guest"),)),
    Role("an agent of the desk", "jana", (("it", "agent"),)),
    Role("a lead of the desk", "priya", (("it", "lead"),)),
    Role("an administrator of the desk", "dora", (("it", "admin"),)),
    Role("an auditor of the desk", "arno", (("it", "auditor"),)),
    Role("an agent of the other desk", "henry", (("hr", "agent"),)),
    Role("an administrator of the other desk", "hanna", (("hr", "admin"),)),
    Role("a site administrator without a role", "sid", (), is_site_admin=True),
)
