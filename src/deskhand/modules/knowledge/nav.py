"""The entry in the workspace's rail."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.forms_arrange import RulesForm, ShelfForm, TemplateForm, WriterForm
from deskhand.modules.knowledge.forms_homes import ContactsForm, HomeForm
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.module_settings import ModuleSettingsEntry


class RailEntry:
    """To the articles of the desk that one is on."""

    name = MODULE
    label = _("Knowledge base")
    icon = "book-open"
    key = "g b"

    def url(self, desk: Desk) -> str:
        return reverse("knowledge:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("knowledge.read", desk.pk)


_entry = partial(ModuleSettingsEntry, entry=_("Knowledge base"))

_PAGES = (
    _entry(
        name="knowledge:rules",
        code="knowledge",
        label=_("General"),
        permission="knowledge.settings",
        changes=_("who reads articles without signing in, what a new one begins with, and in which languages."),
        facts=("knowledge.rules_changed",),
        forms=(RulesForm,),
        verbs={"rules_changed": _("changed")},
    ),
    _entry(
        name="knowledge:shelves",
        code="article-categories",
        label=_("Categories"),
        permission="knowledge.arrange",
        changes=_("where articles stand on the help center, and in which order."),
        facts=("shelf.edited",),
        forms=(ShelfForm,),
        form_at="knowledge:new_shelf",
    ),
    _entry(
        name="knowledge:templates",
        code="article-templates",
        label=_("Templates"),
        permission="knowledge.arrange",
        changes=_("with what agents can begin an article."),
        facts=(
            "knowledge_template.created",
            "knowledge_template.edited",
            "knowledge_template.deleted",
            "knowledge_template.restored",
        ),
        forms=(TemplateForm,),
        form_at="knowledge:new_template",
        verbs={"restored": _("taken out again")},
        labels={"position": _("Place in the order")},
    ),
    _entry(
        name="knowledge:licences",
        code="article-licences",
        label=_("Who publishes"),
        permission="knowledge.settings",
        changes=_("whose versions are reviewed first, and who publishes for the desk or for everybody."),
        facts=("knowledge.licence_set",),
        verbs={"licence_set": _("licence changed")},
    ),
    _entry(
        name="knowledge:widget_settings",
        code="article-widget",
        label=_("Widget"),
        permission="knowledge.settings",
        changes=_("which sites may show the help of this desk, and by which line in their pages."),
        facts=("knowledge.rules_changed",),
        verbs={"rules_changed": _("changed")},
    ),
    _entry(
        name="knowledge:model",
        code="article-model",
        label=_("Language model"),
        permission="knowledge.settings",
        changes=_("which service drafts answers out of articles that the asker may read. There is none by default."),
        facts=("knowledge.model_changed",),
        forms=(WriterForm,),
        verbs={"model_changed": _("changed")},
    ),
    _entry(
        name="knowledge:homes",
        code="knowledge-homes",
        label=_("Homes"),
        permission="knowledge.settings",
        changes=_("what people meet first on the portal and in the help center, not who may read which article."),
        facts=("home.edited",),
        forms=(HomeForm, ContactsForm),
        form_at="knowledge:new_home",
        labels={"parts": _("What stands on it"), "shelves": _("Categories on it")},
    ),
)

slots.fill("nav_entry", RailEntry(), module=MODULE)
for _order, _page in enumerate(_PAGES):
    slots.fill("settings_page", _page, module=MODULE, order=70 + _order)
