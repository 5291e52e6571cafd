"""What is worked out from the content is so once for a version of it, whoever asks and how many."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from guidance.delivery import content_version as module
from guidance.delivery.content_version import cached_per_version


class Answer:
    """Something large."""


class Content:
    """Whose version this test sets."""

    version: object = 1

    def read(self) -> object:
        return self.version


@pytest.fixture
def content(monkeypatch: pytest.MonkeyPatch) -> Iterator[Content]:
    found = Content()
    monkeypatch.setattr(module, "content_version", found)
    return found


def test_many_who_ask_at_once_wait_for_one(content: Content) -> None:
    together, worked = Barrier(8), []

    @cached_per_version
    def work(language: str) -> Answer:
        worked.append(language)
        # Long enough for the others to come in.
        sum(range(300_000))
        return Answer()

    def ask(_number: int) -> Answer:
        together.wait()
        return work("vi")

    with ThreadPoolExecutor(8) as threads:
        for version in range(20):
            content.version = version
            assert len(set(threads.map(ask, range(8)))) == 1
    assert worked == ["vi"] * 20


def test_nobody_waits_for_ever(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_TURN", 0.01)
    both = Barrier(2, timeout=30)

    @cached_per_version
    def work() -> str:
        # The first is not done before the second has begun.
        both.wait()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _number: work(), range(2))) == ["done", "done"]


def test_of_an_older_version_nothing_is_kept(content: Content) -> None:
    @cached_per_version
    def work(_language: str) -> Answer:
        return Answer()

    old = [weakref.ref(work(language)) for language in ("vi", "en", "fr")]
    assert work("vi") is old[0]()
    content.version = 2
    work("vi")
    gc.collect()

    assert [item() for item in old] == [None, None, None]


def test_a_fault_is_not_kept_and_holds_nobody_up(content: Content) -> None:
    said = [ValueError("once")]

    @cached_per_version
    def work() -> str:
        if said:
            raise said.pop()
        return "done"

    with pytest.raises(ValueError, match="once"):
        work()
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(work).result(timeout=30) == "done"
