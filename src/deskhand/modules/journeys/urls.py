"""Addresses of journeys. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.journeys.views import blueprints, by_link, designer, figures, journeys, parts, portal, starting

app_name = "journeys"

AGENT = "agent/<slug:desk>/journeys"
"""Where journeys run."""

SETTINGS = "agent/settings/<slug:desk>/journeys"
"""Where they are written."""

urlpatterns: list[URLPattern] = [
    path(f"{AGENT}/", journeys.index, name="list"),
    path(f"{AGENT}/new/", starting.choose, name="new"),
    path(f"{AGENT}/start/<int:pk>/", starting.start, name="start"),
    path(f"{AGENT}/<int:pk>/", journeys.show, name="journey"),
    path(f"{AGENT}/figures/", figures.show, name="figures"),
    path(f"{AGENT}/figures/records/", figures.records, name="records"),
    path(f"{AGENT}/<int:pk>/history/", figures.history, name="history"),
    path(f"{AGENT}/<int:pk>/change/", starting.change, name="change"),
    path(f"{AGENT}/<int:pk>/end/", journeys.end, name="end"),
    path(f"{AGENT}/<int:pk>/tick/", journeys.tick, name="tick"),
    path(f"{AGENT}/<int:pk>/untick/", journeys.untick, name="untick"),
    path(f"{AGENT}/<int:pk>/skip/", journeys.skip, name="skip"),
    path(f"{AGENT}/<int:pk>/try-again/", journeys.try_again, name="try_again"),
    path(f"{SETTINGS}/", blueprints.index, name="blueprints"),
    path(f"{SETTINGS}/new/", blueprints.new, name="new_blueprint"),
    path(f"{SETTINGS}/asked/", parts.index, name="parts"),
    path(f"{SETTINGS}/journey-parts/<int:pk>/", parts.show, name="part"),
    path(f"{SETTINGS}/journey-parts/<int:pk>/refuse/", parts.refuse, name="refuse_part"),
    path(f"{SETTINGS}/blueprints/<int:pk>/", designer.show, name="blueprint"),
    path(f"{SETTINGS}/blueprints/<int:pk>/words/", designer.words, name="blueprint_words"),
    path(f"{SETTINGS}/blueprints/<int:pk>/activity/", designer.activity, name="activity"),
    path(f"{SETTINGS}/blueprints/<int:pk>/activity/remove/", designer.remove, name="remove_activity"),
    path(f"{SETTINGS}/blueprints/<int:pk>/activity/shift/", designer.shift, name="shift_activity"),
    path(f"{SETTINGS}/blueprints/<int:pk>/undo/", designer.undo, name="undo_blueprint"),
    path(f"{SETTINGS}/blueprints/<int:pk>/publish/", blueprints.publish, name="publish_blueprint"),
    path(f"{SETTINGS}/blueprints/<int:pk>/put-away/", blueprints.put_away, name="put_away_blueprint"),
    path(f"{SETTINGS}/blueprints/<int:pk>/put-back/", blueprints.put_back, name="put_back_blueprint"),
    path(f"{SETTINGS}/blueprints/<int:pk>/try/", designer.try_it, name="try_blueprint"),
    path("my-journeys/", portal.index, name="mine"),
    path("my-journeys/by-mail/<str:token>/", by_link.show, name="by_link"),
    path("my-journeys/<int:pk>/", portal.show, name="my_journey"),
    path("my-journeys/<int:pk>/tick/", portal.tick, name="my_tick"),
    path("my-journeys/<int:pk>/untick/", portal.untick, name="my_untick"),
]
