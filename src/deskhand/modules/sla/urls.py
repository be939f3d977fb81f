"""Addresses of service levels. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.sla.contract_urls import URLS
from deskhand.modules.sla.views import policies, policy, simulation, why

app_name = "sla"

OF_DESK = "agent/settings/<slug:desk>/service-levels"
"""Where the pages of policies stand."""

urlpatterns: list[URLPattern] = [
    path(f"{OF_DESK}/", policies.index, name="policies"),
    path(f"{OF_DESK}/progress/", policies.progress, name="catching_up"),
    path(f"{OF_DESK}/checks/", policies.look, name="policy_checks"),
    path(f"{OF_DESK}/order/", policies.arrange, name="arrange_policies"),
    path(f"{OF_DESK}/completions/", policy.completions, name="completions"),
    path(f"{OF_DESK}/policies/new/", policy.edit, name="new_policy"),
    path(f"{OF_DESK}/policies/<int:pk>/", policy.edit, name="policy"),
    path(f"{OF_DESK}/policies/<int:pk>/versions/", policy.versions, name="policy_versions"),
    path(f"{OF_DESK}/policies/<int:pk>/move/", policies.move, name="move_policy"),
    path(f"{OF_DESK}/policies/<int:pk>/switch/", policies.switch, name="switch_policy"),
    path(f"{OF_DESK}/policies/<int:pk>/put-away/", policies.put_away, name="put_away_policy"),
    path(f"{OF_DESK}/policies/<int:pk>/put-back/", policies.put_back, name="put_back_policy"),
    path(f"{OF_DESK}/simulations/", simulation.simulations, name="simulations"),
    path(f"{OF_DESK}/simulations/<int:pk>/", simulation.simulation, name="simulation"),
    path(f"{OF_DESK}/simulations/<int:pk>/progress/", simulation.progress, name="simulation_progress"),
    path(f"{OF_DESK}/simulations/<int:pk>/cancel/", simulation.cancel, name="cancel_simulation"),
    path("agent/tickets/<int:number>/service-levels/why/", why.why, name="why"),
    *URLS,
]
