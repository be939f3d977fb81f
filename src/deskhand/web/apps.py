"""The Django app of the face."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, macros and static files that every other app builds its pages from."""

    name = "deskhand.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
