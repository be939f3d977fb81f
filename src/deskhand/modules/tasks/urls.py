"""Addresses of tasks. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.tasks.views import checklists, mine, on_ticket, recurring

app_name = "tasks"

urlpatterns: list[URLPattern] = [
    path("agent/<slug:desk>/tasks/", mine.index, name="list"),
    path("agent/<slug:desk>/tasks/checklists/", checklists.index, name="checklists"),
    path("agent/<slug:desk>/tasks/checklists/new/", checklists.edit, name="new_checklist"),
    path("agent/<slug:desk>/tasks/checklists/<int:pk>/", checklists.edit, name="checklist"),
    path("agent/<slug:desk>/tasks/checklists/<int:pk>/put-away/", checklists.put_away, name="put_away_checklist"),
    path("agent/<slug:desk>/tasks/checklists/<int:pk>/put-back/", checklists.put_back, name="put_back_checklist"),
    path("agent/<slug:desk>/tasks/recurring/", recurring.index, name="recurring"),
    path("agent/<slug:desk>/tasks/recurring/new/", recurring.edit, name="new_recurring"),
    path("agent/<slug:desk>/tasks/recurring/dates/", recurring.dates, name="dates"),
    path("agent/<slug:desk>/tasks/recurring/<int:pk>/", recurring.edit, name="edit_recurring"),
    path("agent/<slug:desk>/tasks/recurring/<int:pk>/pause/", recurring.pause, name="pause_recurring"),
    path("agent/<slug:desk>/tasks/recurring/<int:pk>/resume/", recurring.resume, name="resume_recurring"),
    path("agent/<slug:desk>/tasks/recurring/<int:pk>/put-away/", recurring.put_away, name="put_away_recurring"),
    path("agent/<slug:desk>/tasks/recurring/<int:pk>/put-back/", recurring.put_back, name="put_back_recurring"),
    path("agent/tickets/<int:number>/tasks/apply/", on_ticket.apply, name="apply"),
    path("agent/tickets/<int:number>/tasks/new/", on_ticket.add, name="add"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/", on_ticket.edit, name="edit"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/finish/", on_ticket.finish, name="finish"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/reopen/", on_ticket.reopen, name="reopen"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/drop/", on_ticket.drop, name="drop"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/restore/", on_ticket.restore, name="restore"),
    path("agent/tickets/<int:number>/tasks/<int:pk>/move/", on_ticket.move, name="move"),
]
