"""Addresses of service levels. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.sla.views import why

app_name = "sla"

urlpatterns: list[URLPattern] = [
    path("agent/tickets/<int:number>/service-levels/why/", why.why, name="why"),
]
