"""The dummy module. Each place that it fills leaves a mark: a word on a page, or a row."""

from __future__ import annotations

from deskhand.kernel import modules


class DummyConfig(modules.ModuleConfig):
    name = "tests.dummy"
    label = "dummy"
    title = "Dummy"
    description = "Leaves a mark in every place that a module can fill."
    icon = "flag"

    def switched_on(self, desk_id: int) -> None:
        """Note how much work waited for the module."""
        from deskhand.jobs import parking
        from tests.dummy.models import mark

        mark(desk_id, f"offered {parking.parked(self.label, desk_id).count()}")
