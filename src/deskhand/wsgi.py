"""The WSGI application."""

from __future__ import annotations

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from deskhand.kernel.loading import undisturbed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deskhand.settings")
with undisturbed():
    application = get_wsgi_application()
    import_module("deskhand.urls")  # All pages: the first visitor need not wait for them.
