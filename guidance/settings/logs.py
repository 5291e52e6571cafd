"""Logging: lines for people, or LOG_FORMAT=json for programs; neither holds personal data."""

from __future__ import annotations

from typing import Any

from guidance.settings import env


def logging() -> dict[str, Any]:
    """Everything to standard error, where whoever runs the process collects it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{levelname} {name}: {message}", "style": "{"},
            "json": {"()": "guidance.operations.json_log.JSONFormatter"},
        },
        "filters": {"refusals": {"()": "guidance.operations.refusals.ShortRefusals"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["refusals"],
                "formatter": "json" if env.text("LOG_FORMAT", "line") == "json" else "line",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        # At lower levels axes writes down names and addresses of those who sign in.
        "loggers": {
            "guidance": {"level": "INFO"},
            "wizard": {"level": "INFO"},
            "axes": {"level": "ERROR"},
        },
    }
