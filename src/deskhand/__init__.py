"""Deskhand: a help desk that starts with one command and grows by switches."""

__version__ = "0.1.0"
