"""The site's own addresses with scheme and host: the one place that writes them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def own_url(request: HttpRequest, path: str = "") -> str:
    """A path of this site with scheme and host; by default the current page with its query.

    They come from SITE_URL, not from what a visitor wrote into a header. Only an installation
    without SITE_URL, reached by whatever name a machine has in its network, takes the request's.
    """
    path = path or request.get_full_path()
    if settings.SITE_URL and path.startswith("/"):
        return f"{settings.SITE_URL}{path}"
    return request.build_absolute_uri(path)
