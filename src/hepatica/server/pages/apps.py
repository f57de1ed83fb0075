"""The pages bring templates and static files."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages of the site."""

    name = "hepatica.server.pages"
