"""The worker process of the tree: ``python -m deskhand.cli.work``."""

from __future__ import annotations

import os

from deskhand.cli.surroundings import set_up

STEPS_BACK = 5
"""By how much the system prefers pages and mail servers to background work while all of them want the processor."""

if __name__ == "__main__":
    os.nice(STEPS_BACK)
    set_up()
    from deskhand.jobs.worker import Worker

    Worker().run()
