"""Addresses of the face itself: the living style page, there only in debug."""

from django.urls import path

from deskhand.web import views

app_name = "web"
urlpatterns = [
    path("", views.style, name="style"),
    path("<slug:page>/", views.style_frame, name="style_frame"),
]
