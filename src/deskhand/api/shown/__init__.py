"""Rows as the API shows them: plain dictionaries that fit :mod:`deskhand.api.answers`."""
