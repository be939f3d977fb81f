"""The module's page."""

from django.urls import path

from tests.dummy import views

app_name = "dummy"

urlpatterns = [path("agent/<slug:desk>/dummy/", views.marks, name="list")]
