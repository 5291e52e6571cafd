"""Uploaded images, sent through Django so that they have the strict security headers as well."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods
from django.views.static import serve

from guidance.delivery.unavailable import GONE, unavailable


@require_http_methods(["GET", "HEAD"])
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded image. Documents have their own address, where private ones stay private."""
    top = posixpath.normpath(path).lstrip("/").partition("/")[0]
    # Nor is what begins with a dot for anybody: a restore keeps its parts there.
    if top == "documents" or top.startswith("."):
        raise Http404
    if isinstance(default_storage, FileSystemStorage):
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    try:
        return FileResponse(default_storage.open(path))
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    except ConnectionError:
        return unavailable(request, GONE)
