"""The site as a WSGI application, for any server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from guidance.delivery.request_line import Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.production")

application = get_wsgi_application()
application.request_class = Request
# What was loaded by now stays for ever. To look through all of it again and again for garbage
# makes some visitors wait a tenth of a second.
gc.collect()
gc.freeze()
