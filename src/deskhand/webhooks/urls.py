"""Addresses of a desk's webhooks, and of the API tokens that reach it."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.webhooks.views import hooks, log, tokens

app_name = "webhooks"

_OF_A_DESK = "agent/settings/<slug:desk>"

urlpatterns: list[URLPattern] = [
    path(f"{_OF_A_DESK}/webhooks/", hooks.index, name="list"),
    path(f"{_OF_A_DESK}/webhooks/new/", hooks.new, name="new"),
    path(f"{_OF_A_DESK}/webhooks/<int:pk>/", hooks.hook, name="webhook"),
    path(f"{_OF_A_DESK}/webhooks/<int:pk>/secret/", hooks.rotate, name="rotate"),
    path(f"{_OF_A_DESK}/webhooks/<int:pk>/test/", log.send_test, name="test"),
    path(f"{_OF_A_DESK}/webhooks/<int:pk>/delete/", hooks.delete, name="delete"),
    path(f"{_OF_A_DESK}/webhook-log/<int:pk>/", log.delivery, name="delivery"),
    path(f"{_OF_A_DESK}/webhook-log/<int:pk>/again/", log.replay, name="replay"),
    path(f"{_OF_A_DESK}/tokens/", tokens.tokens, name="tokens"),
    path(f"{_OF_A_DESK}/tokens/<int:token>/cut/", tokens.cut, name="cut_token"),
]
