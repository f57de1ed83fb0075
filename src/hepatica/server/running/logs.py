"""Logs as JSON lines without anything of a patient: no address, no message of an error.

An address holds the case of a chart, and the message of an error may hold what was typed.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter


class WithoutPatients(JsonFormatter):
    """One JSON object per line: when, how serious, where; an error by its kind and its place."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        safe = logging.LogRecord(
            record.name, record.levelno, record.pathname, record.lineno, _said(record), (), None
        )
        safe.created = record.created
        if record.exc_info and record.exc_info[0] is not None:
            safe.error = record.exc_info[0].__name__
            safe.at = [
                f"{frame.filename.rpartition('/hepatica/')[2]}:{frame.lineno}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return super().format(safe)


def _said(record: logging.LogRecord) -> str:
    """The message, or only the view and the status where Django would name the address."""
    if not record.name.startswith("django"):
        return record.getMessage()
    request: Any = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    view = match.view_name if match else "none"
    return f"{view} {getattr(record, 'status_code', '')}".strip()


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "hepatica.server.running.logs.WithoutPatients",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["out"], "level": "INFO", "propagate": False}},
}
