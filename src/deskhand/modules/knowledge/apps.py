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
    preset = "service_desk"

    def switched_on(self, desk_id: int) -> None:
        """What was published and solved before is found by meaning, too, once that was caught up with. Who lost the
        right to write while it was off has no licence, and of tickets that left meanwhile nothing is noted any more."""
        from deskhand.kernel.actor import SYSTEM
        from deskhand.modules.knowledge.actions.asking import forget_what_left
        from deskhand.modules.knowledge.actions.licences import forget_licences
        from deskhand.modules.knowledge.jobs_meaning import look

        look.put(unique_key="knowledge.meaning:look")
        forget_what_left(desk_id=desk_id)
        forget_licences(actor=SYSTEM, desk_id=desk_id)
