"""The settings tests run with: those of one machine, minus what only costs time."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

# What this process writes is its own, and gone with it; so is its share of the Redis it is given.
_folder = tempfile.mkdtemp(prefix="guidance-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["VAR_DIR"] = _folder
if _redis := os.environ.get("CACHE_URL"):
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
    os.environ["CACHE_URL"] = urlsplit(_redis)._replace(path=f"/{_worker}").geturl()

# They read the environment as it is now.
from guidance.settings.base import CACHES, MIDDLEWARE, PER_MINUTE, STORAGES  # noqa: E402
from guidance.settings.development import *  # noqa: E402, F403 - an overlay

# Collected, hashed file names would have to be made before every run.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
# A page that one test had made is not shown to the next; tests of the cache turn it on.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Told apart from what processes started by tests keep in the same Redis.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
# Most tests are about something else than signing in; tests/guidance/accounts turns it on.
SECOND_FACTOR_REQUIRED = False
# All tests ask from one address; those of the limits set their own.
PER_MINUTE = dict.fromkeys(PER_MINUTE, 0)
