"""Custom fields: what a desk wants to know of its tickets besides."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class FieldsConfig(modules.ModuleConfig):
    """See :class:`deskhand.kernel.modules.ModuleConfig`."""

    name = "deskhand.modules.fields"
    label = "fields"
    title = _("Custom fields")
    description = _("Questions of your own on tickets, categories, templates, and priority by impact and urgency.")
    icon = "sliders-horizontal"
