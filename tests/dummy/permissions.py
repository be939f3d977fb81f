"""Who may."""

from deskhand.kernel.permissions import READERS, STAFF, declare

declare("dummy.read", "Read dummy marks", READERS, reading=True, module="dummy")
declare("dummy.leave", "Leave dummy marks", STAFF, module="dummy")
