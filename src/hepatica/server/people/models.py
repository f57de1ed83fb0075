"""Accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    """A person, or a program acting for one."""
