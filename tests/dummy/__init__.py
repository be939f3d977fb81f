"""A module of a package of its own that fills every place there is. Loaded by DESKHAND_MODULES=tests.dummy alone."""
