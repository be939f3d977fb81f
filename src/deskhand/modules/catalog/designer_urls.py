"""Addresses of the designer of request forms."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.catalog.views import (
    choices,
    designer,
    designer_preview,
    designer_question,
    designer_sets,
    designer_versions,
    dropoff,
)

_FORM = "agent/settings/<slug:desk>/request-forms/<int:pk>/"
_SETS = "agent/settings/<slug:desk>/question-sets/"

urlpatterns: list[URLPattern] = [
    path(_FORM, designer.design, name="design"),
    path(f"{_FORM}change/", designer.change, name="design_change"),
    path(f"{_FORM}restore/", designer.restore, name="design_restore"),
    path(f"{_FORM}order/", designer.order, name="design_order"),
    path(f"{_FORM}insert/", designer.insert, name="design_insert"),
    path(f"{_FORM}question/", designer_question.question, name="design_question"),
    path(f"{_FORM}preview/", designer_preview.preview, name="design_preview"),
    path(f"{_FORM}versions/", designer_versions.versions, name="design_versions"),
    path(f"{_FORM}publish/", designer_versions.publish, name="design_publish"),
    path(f"{_FORM}roll-back/", designer_versions.roll_back, name="design_roll_back"),
    path(f"{_FORM}drop-draft/", designer_versions.drop, name="design_drop"),
    path(f"{_FORM}keep-set/", designer_sets.keep, name="design_keep_set"),
    path(f"{_FORM}where-people-stop/", dropoff.page, name="design_dropoff"),
    path(_SETS, designer_sets.index, name="question_sets"),
    path(f"{_SETS}<int:pk>/", designer_sets.question_set, name="question_set"),
    path(f"{_SETS}<int:pk>/change/", designer_sets.change, name="set_change"),
    path(f"{_SETS}<int:pk>/restore/", designer_sets.restore, name="set_restore"),
    path(f"{_SETS}<int:pk>/order/", designer_sets.order, name="set_order"),
    path(f"{_SETS}<int:pk>/question/", designer_question.of_set, name="set_question"),
    *(
        path(f"{_SETS}<int:pk>/{verb}/", designer_sets.turn, {"verb": verb}, name=f"set_{verb.replace('-', '_')}")
        for verb in ("publish", "drop-draft", "put-away", "bring-back", "name")
    ),
    path(f"{_FORM}choices/", choices.of_draft, name="design_choices"),
    path("catalog/forms/<int:pk>/choices/", choices.of_version, name="form_choices"),
    path("catalog/forms/<int:pk>/reached/", dropoff.reached, name="form_reached"),
]
