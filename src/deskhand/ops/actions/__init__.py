"""Verbs on the installation as a whole."""

from deskhand.ops.actions.begin import Begun, begin

__all__ = ["Begun", "begin"]
