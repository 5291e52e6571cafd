"""While the database does not answer, a process goes on with what it read last."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from guidance.delivery import last_known
from guidance.delivery.content_version import content_version
from guidance.delivery.last_known import LastKnown

pytestmark = pytest.mark.django_db


def test_it_is_read_once_a_version_and_kept_while_nobody_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    is_there = True

    def read(language: str) -> str:
        asked.append(language)
        if not is_there:
            raise OperationalError
        return f"{language} {len(asked)}"

    known = LastKnown("the words", read, lambda language: f"{language} as shipped")

    assert [known("vi"), known("vi"), known("en")] == ["vi 1", "vi 1", "en 2"]
    content_version.change()
    assert known("vi") == "vi 3"

    is_there = False
    content_version.change()
    assert [known("vi"), known("en"), known("fr")] == ["vi 3", "en 2", "fr as shipped"]
    assert asked == ["vi", "en", "vi", "vi"], "asked once, then left alone"

    is_there = True
    monkeypatch.setattr(last_known, "TRY_AGAIN", 0.0)
    assert known("fr") == "fr 5"
    LastKnown.everything.remove(known)
