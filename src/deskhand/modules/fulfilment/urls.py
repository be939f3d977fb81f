"""Addresses of plans. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.fulfilment.views import designer, on_ticket, plans, stuck

app_name = "fulfilment"

OF_DESK = "agent/settings/<slug:desk>/plans"
"""Where plans are written."""

ON_TICKET = "agent/tickets/<int:number>/plan-runs"
"""Where they run."""

urlpatterns: list[URLPattern] = [
    path(f"{OF_DESK}/", plans.index, name="plans"),
    path(f"{OF_DESK}/stuck/", stuck.index, name="stuck_plans"),
    path(f"{OF_DESK}/new/", plans.new, name="new_plan"),
    path(f"{OF_DESK}/<int:pk>/", designer.show, name="plan"),
    path(f"{OF_DESK}/<int:pk>/rename/", plans.rename, name="rename_plan"),
    path(f"{OF_DESK}/<int:pk>/publish/", plans.publish, name="publish_plan"),
    path(f"{OF_DESK}/<int:pk>/versions/", plans.versions, name="plan_versions"),
    path(f"{OF_DESK}/<int:pk>/roll-back/", plans.roll_back, name="roll_back_plan"),
    path(f"{OF_DESK}/<int:pk>/put-away/", plans.put_away, name="put_away_plan"),
    path(f"{OF_DESK}/<int:pk>/put-back/", plans.put_back, name="put_back_plan"),
    path(f"{OF_DESK}/<int:pk>/undo/", designer.undo, name="undo_plan"),
    path(f"{OF_DESK}/<int:pk>/redo/", designer.redo, name="redo_plan"),
    path(f"{OF_DESK}/<int:pk>/steps/", designer.save_step, name="save_step"),
    path(f"{OF_DESK}/<int:pk>/steps/remove/", designer.remove_step, name="remove_step"),
    path(f"{OF_DESK}/<int:pk>/arrows/", designer.connect, name="connect_steps"),
    path(f"{OF_DESK}/<int:pk>/arrows/remove/", designer.disconnect, name="disconnect_steps"),
    path(f"{OF_DESK}/<int:pk>/arrows/lead/", designer.lead, name="lead_arrow"),
    path(f"{ON_TICKET}/start/", on_ticket.start, name="start"),
    path(f"{ON_TICKET}/<int:pk>/", on_ticket.show, name="run"),
    path(f"{ON_TICKET}/<int:pk>/give-up/", on_ticket.give_up, name="give_up"),
    path(f"{ON_TICKET}/<int:pk>/skip/", on_ticket.skip, name="skip_step"),
    path(f"{ON_TICKET}/<int:pk>/restart/", on_ticket.restart, name="restart_step"),
    path(f"{ON_TICKET}/<int:pk>/add/", on_ticket.add, name="add_step"),
]
