"""The settings of the site, from the environment (docs/how-to/run-the-site.md lists them).

HEPATICA_DATABASE says where the store is: `sqlite:///folder/store.sqlite3`, or
`postgres://user:password@host:5432/name`. Without it the store is `hepatica.sqlite3` in the
folder the command is started in.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_ENV = environ.Env()
DATABASE = "HEPATICA_DATABASE"


def _database() -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is refused below, with what to do
        found: dict[str, Any] = _ENV.db_url(
            DATABASE, default=f"sqlite:///{Path.cwd() / 'hepatica.sqlite3'}"
        )
    if not found.get("ENGINE"):
        raise ImproperlyConfigured(f"{DATABASE} names no database")
    if "sqlite3" in found["ENGINE"]:
        # A writer waits for its turn from the beginning: two that read first cannot both go on.
        begin = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        found["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": begin}
    return found


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = _ENV.str("HEPATICA_TIME_ZONE", default="UTC")
USE_I18N = True
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "rules",
    "hepatica.server.people",
    "hepatica.server.store",
    "hepatica.server.identity",
    "hepatica.server.access",
    "hepatica.server.worklist",
    "hepatica.server.orders",
    "hepatica.server.pages",
]

# Only `hepatica serve` is reached from outside, and it refuses to start without a key of its own.
WITHOUT_KEY = "no-key-of-its-own"
SECRET_KEY = _ENV.str("HEPATICA_SECRET_KEY", default=WITHOUT_KEY)
DEBUG = False
ALLOWED_HOSTS = _ENV.list("HEPATICA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# The site's approvals of protocol values as a file; those signed at the site stand in the store.
APPROVALS = _ENV.str("HEPATICA_APPROVALS", default="")
# What the emergency page says of this site: "label: number" of each phone, and an antidote note
# that the site has approved.
PHONES = _ENV.list("HEPATICA_PHONES", default=[])
ANTIDOTE_NOTE = _ENV.str("HEPATICA_ANTIDOTE_NOTE", default="")
GLASS_HOURS = _ENV.int("HEPATICA_GLASS_HOURS", default=4)
IS_DEMO = _ENV.bool("HEPATICA_DEMO", default=False)
IS_SECURE = _ENV.bool("HEPATICA_HTTPS", default=not IS_DEMO)
CSRF_TRUSTED_ORIGINS = _ENV.list("HEPATICA_ORIGINS", default=[])

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "hepatica.server.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hepatica.server.pages.surroundings.surroundings",
            ]
        },
    }
]

# ------------------------------------------------------------------------------- people
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "rules.permissions.ObjectPermissionBackend",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
# A tablet that is left lying shows nobody's chart for long; what was typed is kept (see pages).
SESSION_COOKIE_AGE = 60 * _ENV.int("HEPATICA_IDLE_MINUTES", default=30)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --------------------------------------------------------------------------- the browser
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
