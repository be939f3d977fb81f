"""Who may read and look after articles as staff. What others read follows from each article's audience; how far the
word of somebody who writes goes follows from their licence (:mod:`deskhand.modules.knowledge.licences`)."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("knowledge.read", _("Read the desk's articles"), READERS, reading=True, module="knowledge")
declare("knowledge.write", _("Write, use and flag articles"), STAFF, module="knowledge")
declare("knowledge.oversee", _("Read all articles, whoever they are for"), (ADMIN,), reading=True, module="knowledge")
declare("knowledge.arrange", _("Arrange categories and templates of articles"), (LEAD, ADMIN), module="knowledge")
declare("knowledge.measure", _("See how much articles help"), READERS, reading=True, module="knowledge")
declare("knowledge.settings", _("Change settings of the knowledge base"), (ADMIN,), module="knowledge")
