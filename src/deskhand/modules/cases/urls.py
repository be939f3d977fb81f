"""Addresses of cases. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.cases.views import classes, desk, nameless, portal, ticket

app_name = "cases"

urlpatterns: list[URLPattern] = [
    path("agent/<slug:desk>/cases/", desk.index, name="list"),
    path("agent/<slug:desk>/cases/new/", desk.new, name="new"),
    path("agent/<slug:desk>/cases/people/<int:pk>/", desk.of_person, name="person"),
    path("agent/tickets/<int:number>/case/", ticket.file, name="file"),
    path("agent/settings/<slug:desk>/case-classes/", classes.index, name="classes"),
    path("agent/settings/<slug:desk>/case-classes/new/", classes.edit, name="new_class"),
    path("agent/settings/<slug:desk>/case-classes/<int:pk>/", classes.edit, name="class"),
    path("cases/", portal.choose, name="choose"),
    path("cases/<slug:desk>/", portal.report, name="report"),
    path("anonymous/", nameless.index, name="nameless"),
    path("anonymous/read/", nameless.read, name="nameless_read"),
    path("anonymous/to/<slug:desk>/", nameless.write, name="nameless_report"),
]
