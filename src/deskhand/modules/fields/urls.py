"""Addresses of custom fields. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.fields.views import definitions, filling, matrix, options, templates

app_name = "fields"

_OF_A_DESK = "agent/settings/<slug:desk>"

urlpatterns: list[URLPattern] = [
    path(f"{_OF_A_DESK}/fields/", definitions.index, name="list"),
    path(f"{_OF_A_DESK}/fields/new/", definitions.edit, name="new"),
    path(f"{_OF_A_DESK}/fields/<int:pk>/", definitions.edit, name="edit"),
    path(f"{_OF_A_DESK}/fields/<int:pk>/move/", definitions.move, name="move"),
    path(f"{_OF_A_DESK}/fields/<int:pk>/archive/", definitions.archive, name="archive"),
    path(f"{_OF_A_DESK}/fields/<int:pk>/restore/", definitions.restore, name="restore"),
    path(f"{_OF_A_DESK}/fields/<int:pk>/choices/", options.index, name="options"),
    path(f"{_OF_A_DESK}/field-choices/<int:pk>/", options.edit, name="option"),
    path(f"{_OF_A_DESK}/field-choices/<int:pk>/move/", options.move, name="move_option"),
    path(f"{_OF_A_DESK}/field-choices/<int:pk>/archive/", options.archive, name="archive_option"),
    path(f"{_OF_A_DESK}/ticket-templates/", templates.index, name="templates"),
    path(f"{_OF_A_DESK}/ticket-templates/new/", templates.edit, name="new_template"),
    path(f"{_OF_A_DESK}/ticket-templates/<int:pk>/", templates.edit, name="template"),
    path(f"{_OF_A_DESK}/ticket-templates/<int:pk>/archive/", templates.archive, name="archive_template"),
    path(f"{_OF_A_DESK}/priority-matrix/", matrix.matrix, name="matrix"),
    path("agent/tickets/<int:number>/fields/", filling.fill, name="fill"),
]
