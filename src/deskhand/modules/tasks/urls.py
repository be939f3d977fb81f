"""Addresses of tasks. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.tasks.views import mine, on_ticket

app_name = "tasks"

urlpatterns: list[URLPattern] = [
    path("agent/<slug:desk>/tasks/", mine.index, name="list"),
    path("agent/tickets/<int:number>/tasks/new/", on_ticket.add, name="add"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/", on_ticket.edit, name="edit"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/finish/", on_ticket.finish, name="finish"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/reopen/", on_ticket.reopen, name="reopen"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/drop/", on_ticket.drop, name="drop"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/restore/", on_ticket.restore, name="restore"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/move/", on_ticket.move, name="move"),
]
