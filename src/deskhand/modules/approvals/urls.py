"""Addresses of approvals. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.approvals.views import away, bulk, by_link, mine, on_ticket, policies

app_name = "approvals"

urlpatterns: list[URLPattern] = [
    path("approvals/", mine.index, name="list"),
    path("approvals/asks/<int:pk>/", mine.show, name="ask"),
    path("approvals/asks/<int:pk>/decide/", mine.decide, name="decide"),
    path("approvals/asks/<int:pk>/hand-over/", mine.hand_over, name="hand_over"),
    path("approvals/several/", bulk.several, name="several"),
    path("approvals/away/", away.index, name="away"),
    path("approvals/away/<int:pk>/end/", away.end, name="end_absence"),
    path("approvals/by-mail/<str:token>/", by_link.show, name="by_link"),
    path("requests/<int:number>/approvals/answer/", on_ticket.answer_own, name="answer_own"),
    path("agent/tickets/<int:number>/approvals/new/", on_ticket.new, name="new"),
    path("agent/tickets/<int:number>/approvals/<int:pk>/", on_ticket.show, name="approval"),
    path("agent/tickets/<int:number>/approvals/<int:pk>/withdraw/", on_ticket.withdraw, name="withdraw"),
    path("agent/tickets/<int:number>/approvals/<int:pk>/remind/", on_ticket.remind, name="remind"),
    path("agent/tickets/<int:number>/approvals/<int:pk>/answer/", on_ticket.answer, name="answer"),
    path("agent/<slug:desk>/approval-policies/", policies.index, name="policies"),
    path("agent/<slug:desk>/approval-policies/new/", policies.edit, name="new_policy"),
    path("agent/<slug:desk>/approval-policies/<int:pk>/", policies.edit, name="policy"),
    path("agent/<slug:desk>/approval-policies/<int:pk>/try/", policies.try_it, name="try"),
    path("agent/<slug:desk>/approval-policies/<int:pk>/put-away/", policies.put_away, name="put_away"),
    path("agent/<slug:desk>/approval-policies/<int:pk>/put-back/", policies.put_back, name="put_back"),
]
