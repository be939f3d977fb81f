"""Addresses of the portal, at the root."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.portal.views import brand, confirm, home, link, new, requests, sent_file, ticket

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("new/", new.choose, name="new"),
    path("new/sent/<str:receipt>/", new.sent, name="sent"),
    path("new/<slug:desk>/", new.write, name="write"),
    path("new/<slug:desk>/offers/", new.offers, name="offers"),
    path("looks/<str:mark>/logo.png", brand.logo, name="logo"),
    path("looks/<str:mark>/colours.css", brand.colours, name="colours"),
    path("requests/", requests.own, name="requests"),
    path("organization/", requests.of_organization, name="organization"),
    path("requests/<int:number>/", ticket.show, name="request"),
    path("requests/<int:number>/<str:verb>/", ticket.move, name="move"),
    path("confirm/", confirm.confirm_own, name="confirm_own"),
    path("confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("sent-files/<str:token>/", sent_file.show, name="sent_file"),
    path("sent-files/<str:token>/<str:filename>", sent_file.fetch, name="fetch_file"),
    path("t/<str:token>/", link.show, name="ticket_link"),
    path("t/<str:token>/new-link/", link.renew, name="renew_link"),
    path("t/<str:token>/files/<str:key>/<str:filename>", link.file, name="link_file"),
    path("t/<str:token>/<str:verb>/", link.move, name="link_move"),
]
