"""Addresses of the widget."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import widget, widget_contact, widget_settings

URLS: list[URLPattern] = [
    path("help/<slug:desk>/widget-<int:version>.js", widget.script, name="widget_script"),
    path("help/<slug:desk>/widget/search/", widget.home, name="widget"),
    path("help/<slug:desk>/widget/articles/<int:pk>/", widget.article, name="widget_article"),
    path("help/<slug:desk>/widget/articles/<int:pk>/answer/", widget.answer, name="widget_answer"),
    path("help/<slug:desk>/widget/offers/", widget_contact.offers, name="widget_offers"),
    path("help/<slug:desk>/widget/known/<int:pk>/", widget.known, name="widget_known"),
    path("help/<slug:desk>/widget/contact/", widget_contact.contact, name="widget_contact"),
    path("help/<slug:desk>/widget/sent/", widget_contact.sent, name="widget_sent"),
    path("help/<slug:desk>/widget/solved/", widget.solved, name="widget_solved"),
    path("agent/settings/<slug:desk>/knowledge/widget/", widget_settings.page, name="widget_settings"),
]
