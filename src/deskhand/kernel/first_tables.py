"""The first tables of an installation, made without drawing all models again for each of some hundred operations.

While migrations run, Django keeps classes of all models as they were at that point. Whatever is added to a model, it
draws that model's class again and those of all models that are tied to it, however far away: here nearly all. That is
nine tenths of a first start. But what adds a table, a column, an index or a constraint reads the one model and the
names of the tables it refers to; so that one alone is drawn again, and all of them before anything of another kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

Key = tuple[str, str]
"""A model: label of its app, its own name in small letters."""
ADDING = ("add_model", "add_field", "_append_option")
OTHER = (
    "remove_model",
    "rename_model",
    "alter_model_options",
    "alter_model_managers",
    "_remove_option",
    "remove_field",
    "alter_field",
    "rename_field",
)
"""What changes the state of the models: every way that redraws, by its name in Django's ``ProjectState``."""


@contextmanager
def drawn_seldom() -> Iterator[None]:
    """Within it, what is added draws one model. Not for several threads, and for an empty database alone."""
    with ExitStack() as replaced:
        for name in ADDING:
            replaced.enter_context(_replaced(name, _alone))
        for name in OTHER:
            replaced.enter_context(_replaced(name, _with_all))
        yield


@contextmanager
def _replaced(name: str, by: Callable[[Any], Any]) -> Iterator[None]:
    own = getattr(ProjectState, name)
    setattr(ProjectState, name, by(own))
    try:
        yield
    finally:
        setattr(ProjectState, name, own)


def _alone(change: Callable[..., Any]) -> Callable[..., Any]:
    """The change, with its one model drawn again. What is left as it was is marked the way Django marks it, and
    drawn before any code of a migration sees it."""

    def changed(state: ProjectState, *args: Any, **kwargs: Any) -> None:
        with _replaced("_find_reload_model", lambda _own: _only):
            change(state, *args, **kwargs)

    return changed


def _only(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    state.is_delayed = True
    return {(app_label, model_name)}


def _with_all(change: Callable[..., Any]) -> Callable[..., Any]:
    """The change, with all models drawn anew if one of them may be out of date."""

    def changed(state: ProjectState, *args: Any, **kwargs: Any) -> None:
        if not (state.is_delayed and "apps" in vars(state)):
            change(state, *args, **kwargs)
            return
        state.clear_delayed_apps_cache()
        state.is_delayed = False
        change(state, *args, **kwargs)
        _drawn = state.apps

    return changed
