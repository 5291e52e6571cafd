"""What those who run the site ask it: is it alive, is it ready, how is it doing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import STATICFILES_STORAGE_ALIAS, settings
from django.core.files.storage import storages
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from guidance.operations import restore

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answer the probes before anything else: they come without HTTPS and by no host name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Know the probes by their address."""
        self.get_response = get_response
        self.probes: dict[str, Callable[[], HttpResponse]] = {
            "/healthz": alive,
            "/readyz": Readiness(),
        }
        if settings.METRICS:
            self.probes["/metrics"] = metrics

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        probe = self.probes.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        response = probe()
        response.headers["Cache-Control"] = "no-store"
        return response


def alive() -> HttpResponse:
    """The process answers. Nothing else is asked: a fault elsewhere must restart no process."""
    return JsonResponse({"status": "ok"})


class Readiness:
    """Whether the database answers and has every migration, and style sheets were collected.

    Once the latter two are so, only the first counts.
    """

    def __init__(self) -> None:
        """Not known yet."""
        self.is_migrated = False
        self.has_static_files = False

    def __call__(self) -> HttpResponse:
        """200 if visitors may be sent here, 503 with the reason if not."""
        if restoring := restore.status():
            return JsonResponse({"status": restoring}, status=503)
        try:
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("SELECT 1")
            self.is_migrated = self.is_migrated or not missing_migrations()
        except DatabaseError as error:
            logger.warning("Not ready: %s", type(error).__name__)
            return JsonResponse({"status": "no database"}, status=503)
        if not self.is_migrated:
            return JsonResponse({"status": "migrations missing"}, status=503)
        self.has_static_files = self.has_static_files or not lacks_static_files()
        if not self.has_static_files:
            return JsonResponse({"status": "static files missing"}, status=503)
        return JsonResponse({"status": "ok"})


def missing_migrations() -> bool:
    """Whether the database is older than the code."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def lacks_static_files() -> bool:
    """Whether `collectstatic` was never run here: no page can be made then."""
    storage: Any = storages[STATICFILES_STORAGE_ALIAS]
    return hasattr(storage, "read_manifest") and storage.read_manifest() is None


def metrics() -> HttpResponse:
    """Counts of all workers of this server, in the format that Prometheus reads."""
    # Only where they are counted: importing it makes the folder of the counts.
    from guidance.operations.metrics import exposition

    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
