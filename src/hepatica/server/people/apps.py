"""The permissions and the record of changes are there once the models are."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts and who may do what."""

    name = "hepatica.server.people"

    def ready(self) -> None:
        """Give Django the rules, and listen for what people change about themselves."""
        for name in ("permissions", "record", "kept"):
            import_module(f"hepatica.server.people.{name}")
