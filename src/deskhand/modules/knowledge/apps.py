"""The module of articles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class KnowledgeConfig(modules.ModuleConfig):
    name = "deskhand.modules.knowledge"
    label = "knowledge"
    title = _("Knowledge base")
    description = _("Articles that answer before the ticket: on the portal, while people write, and beside the ticket.")
    icon = "book-open"
