"""A day to keep that is over is told as over, not as to come."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import checking
from tests.wizard.assessment.pages import Page
from wizard.rules import registry

ANSWERS = {
    "market": "CN",
    "request": "not-shipped",
    "registered": "bac-ninh",
    "before": "same-product",
    "also": "none",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "is_past"), [(60, True), (0, False)])
def test_days_counted_from_a_file_of_the_past_are_marked(
    client: Client, ago: int, is_past: bool
) -> None:
    filed = registry.today() - timedelta(days=ago)
    query = urlencode({**ANSWERS, "filed": filed.isoformat()})

    page = Page(client.get(checking.check_at("en", f"result/?{query}", "co-issuer"), follow=True))
    data = client.get(checking.check_at("en", f"result.json?{query}", "co-issuer")).json()

    assert ("(past)" in page.text) is is_past
    assert ("Days marked as past" in page.text) is is_past
    assert any(task["past"] for task in data["tasks"]) is is_past
    assert not any(task["past"] for task in data["tasks"] if task["bound"] == "from")
