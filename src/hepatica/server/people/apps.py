"""The permissions are known once the models are."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts and who may do what."""

    name = "hepatica.server.people"

    def ready(self) -> None:
        """Give Django the rules."""
        import_module("hepatica.server.people.permissions")
