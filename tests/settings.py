"""The settings tests run with: those of one machine, minus what only costs time."""

from __future__ import annotations

import os

from guidance.settings.base import CACHES, MIDDLEWARE, PER_MINUTE, STORAGES
from guidance.settings.development import *  # noqa: F403 - an overlay is the base and what differs

# Collected, hashed file names would have to be made before every run.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
# A page that one test had made is not shown to the next; tests of the cache turn it on.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A Redis that is kept between runs must not remember what an earlier one counted.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
# Most tests are about something else than signing in; tests/guidance/accounts turns it on.
SECOND_FACTOR_REQUIRED = False
# All tests ask from one address; those of the limits set their own.
PER_MINUTE = dict.fromkeys(PER_MINUTE, 0)
