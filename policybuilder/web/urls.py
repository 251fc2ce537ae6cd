"""Addresses of the pages; one word for one thing, as in the navigation."""

from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = []
