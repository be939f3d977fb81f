"""Addresses of the knowledge base. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern

from deskhand.modules.knowledge.urls_beside import URLS as OF_TICKETS
from deskhand.modules.knowledge.urls_carry import URLS as OF_CARRYING
from deskhand.modules.knowledge.urls_help import URLS as OF_HELP
from deskhand.modules.knowledge.urls_homes import URLS as OF_HOMES
from deskhand.modules.knowledge.urls_meaning import URLS as BESIDE_TICKETS
from deskhand.modules.knowledge.urls_measures import URLS as OF_MEASURES
from deskhand.modules.knowledge.urls_paper import URLS as OF_PAPER
from deskhand.modules.knowledge.urls_settings import URLS as OF_SETTINGS
from deskhand.modules.knowledge.urls_widget import URLS as OF_WIDGET
from deskhand.modules.knowledge.urls_workspace import URLS as OF_WORKSPACE

app_name = "knowledge"

urlpatterns: list[URLPattern] = [
    *OF_CARRYING,
    *OF_HELP,
    *OF_PAPER,
    *OF_WIDGET,
    *OF_SETTINGS,
    *OF_MEASURES,
    *OF_HOMES,
    *OF_WORKSPACE,
    *BESIDE_TICKETS,
    *OF_TICKETS,
]
