"""Addresses of the knowledge base. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern

from deskhand.modules.knowledge.urls_help import URLS as OF_HELP
from deskhand.modules.knowledge.urls_workspace import URLS as OF_WORKSPACE

app_name = "knowledge"

urlpatterns: list[URLPattern] = [
    *OF_HELP,
    *OF_WORKSPACE,
]
