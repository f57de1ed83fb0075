"""Single sign-on: what the settings say of the provider of the hospital."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# The name of the provider in addresses: sign-in/with/single-sign-on/.
PROVIDER = "single-sign-on"


def sign_on_provider(
    name: str, server: str, *, client: str, secret: str, is_secure: bool
) -> dict[str, Any]:
    """The provider as allauth wants it described; nothing when there is none.

    Args:
        name: what the button on the sign-in page says.
        server: the address of the provider, without `/.well-known/`.
        client: the client id that the provider gave this site.
        secret: the secret that belongs to it.
        is_secure: whether the site is reached by HTTPS; then the provider must be too.

    Raises:
        ImproperlyConfigured: some of the four are missing, or the server has no HTTPS.
    """
    if not any((name, server, client, secret)):
        return {}
    if not all((name, server, client, secret)):
        raise ImproperlyConfigured(
            "single sign-on needs all of HEPATICA_OIDC_NAME, _ID, _SECRET and _SERVER"
        )
    if is_secure and urlsplit(server).scheme != "https":
        raise ImproperlyConfigured("HEPATICA_OIDC_SERVER must begin with https://")
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def origin_of(server: str) -> str:
    """The scheme and host of the provider, to which the sign-in page may send a browser."""
    parts = urlsplit(server)
    return f"{parts.scheme}://{parts.netloc}"
