"""The settings of the site, from the environment (docs/how-to/run-the-site.md lists them).

HEPATICA_DATABASE says where the store is: `sqlite:///folder/store.sqlite3`, or
`postgres://user:password@host:5432/name`. Without it the store is `hepatica.sqlite3` in the
folder the command is started in.
"""

from __future__ import annotations

import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from hepatica.server.people.sign_on import sign_on_provider
from hepatica.server.running.logs import LOGGING

__all__ = ["LOGGING"]

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
    else:
        # A new connection takes PostgreSQL longer than all the queries of a page.
        kept = _ENV.int("HEPATICA_CONNECTION_SECONDS", default=60)
        found |= {"CONN_MAX_AGE": kept, "CONN_HEALTH_CHECKS": True}
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
    "rules",
    "hepatica.server.people",
    "hepatica.server.store",
    "hepatica.server.identity",
    "hepatica.server.access",
    "hepatica.server.worklist",
    "hepatica.server.clinic",
    "hepatica.server.orders",
    "hepatica.server.approvals",
    "hepatica.server.supply",
    "hepatica.server.audit",
    "django_tasks",
    "django_tasks_db",
    "hepatica.server.reminders",
    "hepatica.server.api",
    "hepatica.server.pages",
    # After the pages, whose templates come before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]

# Only `hepatica serve` is reached from outside, and it refuses to start without a key of its own.
WITHOUT_KEY = "no-key-of-its-own"
SECRET_KEY = _ENV.str("HEPATICA_SECRET_KEY", default=WITHOUT_KEY)
# Keys in use before: what they signed is read until it runs out.
SECRET_KEY_FALLBACKS = _ENV.list("HEPATICA_SECRET_KEY_BEFORE", default=[])
DEBUG = False
ALLOWED_HOSTS = _ENV.list("HEPATICA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# The site's approvals of protocol values as a file; those signed at the site stand in the store.
APPROVALS = _ENV.str("HEPATICA_APPROVALS", default="")
# What the emergency page says of this site: "label: number" of each phone, and an antidote note
# that the site has approved.
PHONES = _ENV.list("HEPATICA_PHONES", default=[])
ANTIDOTE_NOTE = _ENV.str("HEPATICA_ANTIDOTE_NOTE", default="")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Reminders also go by mail when there is somebody to send them to.
REMINDERS_TO = _ENV.list("HEPATICA_REMINDERS_TO", default=[])
EMAIL_CONFIG = _ENV.email_url("HEPATICA_MAIL", default="consolemail://")
vars().update(EMAIL_CONFIG)
METRICS_TOKEN = _ENV.str("HEPATICA_METRICS_TOKEN", default="")
GLASS_HOURS = _ENV.int("HEPATICA_GLASS_HOURS", default=4)
IS_DEMO = _ENV.bool("HEPATICA_DEMO", default=False)
IS_SECURE = _ENV.bool("HEPATICA_HTTPS", default=not IS_DEMO)
CSRF_TRUSTED_ORIGINS = _ENV.list("HEPATICA_ORIGINS", default=[])

MIDDLEWARE = [
    "hepatica.server.running.watch.Measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hepatica.server.people.idle.StaysOpen",
    "hepatica.server.people.gate.Gate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hepatica.server.running.faults.Refusals",
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
    "axes.backends.AxesStandaloneBackend",
    "hepatica.server.people.backends.AccountBackend",
    "rules.permissions.ObjectPermissionBackend",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
# A tablet that is left lying shows nobody's chart for long; what was typed is kept (see pages).
SESSION_COOKIE_AGE = 60 * _ENV.int("HEPATICA_IDLE_MINUTES", default=30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A second factor is asked of everybody, except where nothing but synthetic charts is.
SECOND_FACTOR = _ENV.bool("HEPATICA_SECOND_FACTOR", default=not IS_DEMO)
ACCOUNT_ADAPTER = "hepatica.server.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "hepatica.server.people.forms.SignInForm",
    "change_password": "hepatica.server.people.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
# Every password and code is counted by axes, in the database, and by nothing else.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "hepatica.server.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "hepatica.server.people.forms.CodeForm",
    "reauthenticate": "hepatica.server.people.forms.CodeAgainForm",
    "activate_totp": "hepatica.server.people.forms.FirstCodeForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Hepatica"
MFA_TOTP_TOLERANCE = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
# Whoever goes on trying does not keep somebody out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
AXES_HANDLER = "hepatica.server.people.lockout.Handler"
AXES_USERNAME_CALLABLE = "hepatica.server.people.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "hepatica.server.people.lockout.address_of"
AXES_CLIENT_STR_CALLABLE = "hepatica.server.people.lockout.in_log"
# The pages say themselves that somebody is locked out, and keep what was typed (no middleware of
# axes); the count is by staff id, wherever the attempts come from.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]

# Single sign-on by OpenID Connect: what the button says, the client id and secret that the
# provider gave this site, its address, and the claim that holds the staff id.
OIDC_NAME = _ENV.str("HEPATICA_OIDC_NAME", default="")
OIDC_SERVER = _ENV.str("HEPATICA_OIDC_SERVER", default="")
OIDC_CLAIM = _ENV.str("HEPATICA_OIDC_CLAIM", default="preferred_username")
SOCIALACCOUNT_ADAPTER = "hepatica.server.people.adapters.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = sign_on_provider(
    OIDC_NAME,
    OIDC_SERVER,
    client=_ENV.str("HEPATICA_OIDC_ID", default=""),
    secret=_ENV.str("HEPATICA_OIDC_SECRET", default=""),
    is_secure=IS_SECURE,
)

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
