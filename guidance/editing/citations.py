"""The register of the law as the forms of editors offer it: every source and provision."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from guidance.models import LegalSource


@require_safe
def register(_request: HttpRequest) -> JsonResponse:
    """What can be cited: the citation, and what it is in the editor's language."""
    found = []
    for source in LegalSource.objects.prefetch_related("provisions").order_by("number", "slug"):
        found.append([source.slug, f"{source} – {source.title}"])
        found += [
            [f"{source.slug}:{part.key}", f"{source}, {part}"] for part in source.provisions.all()
        ]
    response = JsonResponse({"citations": found})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
