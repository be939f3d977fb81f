"""The app of templates of desks."""

from __future__ import annotations

from deskhand.kernel import modules


class DeskTemplatesConfig(modules.CoreConfig):
    name = "deskhand.desk_templates"
    label = "desk_templates"
