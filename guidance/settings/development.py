"""One machine of its own: what `make run` serves. DEBUG=1 shows tracebacks instead of pages."""

from __future__ import annotations

from guidance.settings import env
from guidance.settings.base import *  # noqa: F403 - an overlay is the base and what differs
from guidance.settings.base import STORAGES, VAR_DIR

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "") or env.local_secret(VAR_DIR / "secret_key")
# Reached by whatever name or address the machine has in its network.
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["*"])
# One account a role, to try things with; they open only from this machine.
DEMO_ACCOUNTS = env.flag("DEMO_ACCOUNTS", default=True)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

if DEBUG:
    # Changed style sheets show at once, without collecting them.
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
