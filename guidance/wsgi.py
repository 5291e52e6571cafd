"""The site as a WSGI application: the page cache, Django behind it, and counts if asked for."""

from __future__ import annotations

import gc
import os
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.production")


def site() -> object:
    """Everything a server needs to serve the site."""
    django = get_wsgi_application()
    # Only now: it reads the settings and the applications.
    from guidance.delivery.page_cache import PageCache
    from guidance.operations.metrics import Counting

    cached = PageCache(django)
    # What was loaded by now stays for ever. To look through all of it again and again for garbage
    # makes some visitors wait a tenth of a second.
    gc.collect()
    gc.freeze()
    return Counting(cached, time.perf_counter) if settings.METRICS else cached


application = site()
