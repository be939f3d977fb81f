"""The places that operations own."""

from __future__ import annotations

from deskhand.kernel import slots

slots.declare(
    "module_tells",
    "What a module says of itself on the page Grow, where it is off, too: a `deskhand.kernel.growing.Tells`. Each "
    "module gives one.",
)
