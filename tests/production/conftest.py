"""The site's own content, as the tests of the site have it."""

from __future__ import annotations

from tests.guidance.conftest import content

__all__ = ["content"]
