"""The worker process of the tree: ``python -m deskhand.cli.work``."""

from __future__ import annotations

from deskhand.cli.surroundings import set_up

if __name__ == "__main__":
    set_up()
    from deskhand.jobs.worker import Worker

    Worker().run()
