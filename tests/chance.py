"""What chance would decide otherwise: which letters stand in tokens of a page, which examples are drawn, which panels
rest because the machine was busy, and which numbers tickets get."""

from collections.abc import Iterator

import pytest
from django.middleware import csrf
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from deskhand.tickets import rows
from deskhand.web import places

LETTERS = "bcdfghjkmnpqrstvwxz"
"""Of these no word, name or number is made that a test looks for in a page. A page has a dozen tokens of sixty-four
letters, and all letters and digits would spell a word of three in one page of a few hundred."""

settings.register_profile(
    "alike", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("alike")


@pytest.fixture(scope="session", autouse=True)
def _examples_are_drawn_alike() -> Iterator[None]:
    """Some would be words and numbers of our own modules: of those that are loaded by then, by whichever tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(providers, "_get_local_constants", Constants)
        yield


@pytest.fixture(scope="session", autouse=True)
def _tokens_say_nothing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csrf, "CSRF_ALLOWED_CHARS", LETTERS)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_panel_rests() -> Iterator[None]:
    """One that was slow on three pages would be missing from those of the next minute, whichever test asks for them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(places, "SLOW_SECONDS", float("inf"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _tickets_are_numbered_alike() -> Iterator[None]:
    """Numbers leave gaps at random; one of them could stand in the name of a script."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rows, "LARGEST_GAP", 1)
        yield
