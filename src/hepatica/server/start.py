"""Django made ready for a command or a test, once."""

from __future__ import annotations

import os

import django
from django.apps import apps


def start() -> None:
    """Read the settings and load the models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hepatica.server.settings")
    if not apps.ready:
        django.setup()
