"""What a web server calls: the site as a WSGI application."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from hepatica.server.start import start

start()
application = get_wsgi_application()
