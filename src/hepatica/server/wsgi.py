"""What a web server calls: the site as a WSGI application."""

from __future__ import annotations

import gc
from threading import Thread

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from hepatica.server.start import start

start()
application = get_wsgi_application()
# To look for what can be forgotten stops every answer of the process, for longer the more charts
# are kept in memory: what is loaded now is left out of it, and the rest is looked at seldom.
gc.freeze()
gc.set_threshold(50_000, 20, 100)


def served() -> WSGIHandler:
    """The application in a process that only serves: charts are read beside its first answers."""
    from hepatica.server.worklist.ahead import read_ahead_and_leave

    Thread(target=read_ahead_and_leave, name="read-ahead", daemon=True).start()
    return application
