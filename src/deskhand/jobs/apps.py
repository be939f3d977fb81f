"""The work queue as a Django app."""

from __future__ import annotations

from deskhand.kernel import modules


class JobsConfig(modules.CoreConfig):
    name = "deskhand.jobs"
    label = "jobs"

    def ready(self) -> None:
        from deskhand.jobs import reacting

        reacting.install()
