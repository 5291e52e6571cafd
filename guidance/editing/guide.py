"""The guide of the editors, as it stands in docs/, on the side where they work."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidance.text.languages import reader_language


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The text in the editor's language, else in English."""
    docs = Path(settings.BASE_DIR, "docs")
    for name in (f"editors-guide.{reader_language()}.md", "editors-guide.md"):
        if (docs / name).is_file():
            text = (docs / name).read_text(encoding="utf-8")
            return render(request, "guidance/admin/guide.html", {"text": text})
    raise Http404
