"""Those of one machine; editors sign in with their password alone, so that a test can."""

from __future__ import annotations

from guidance.settings.development import *  # noqa: F403 - an overlay is the base and what differs

SECOND_FACTOR_REQUIRED = False
