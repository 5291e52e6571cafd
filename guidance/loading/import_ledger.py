"""Decides, entry by entry, whether a file may be written over what the database holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from guidance.loading.content_files import digest
from guidance.models import LoadedContent


class Outcome(StrEnum):
    """What became of an entry."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept as editors left them"


class ImportLedger:
    """What was loaded before, and what becomes of each entry now."""

    def __init__(self) -> None:
        """Read the whole record at once."""
        self.records = {record.name: record for record in LoadedContent.objects.all()}
        self.tally: Counter[tuple[str, Outcome]] = Counter()

    def outcome(self, name: str, entry: Any, state: Callable[[], Any] | None) -> Outcome:
        """Judge an entry by its file, what was loaded then, and the state of its object, if any."""
        record = self.records.get(name)
        if record is None:
            return Outcome.CREATED if state is None else Outcome.KEPT
        if record.file_digest == digest(entry):
            return Outcome.UNCHANGED
        if state is None or digest(state()) != record.state_digest:
            # An editor deleted or changed it.
            return Outcome.KEPT
        return Outcome.UPDATED

    def is_as_loaded(self, name: str, state: Any) -> bool:
        """Whether the object of an entry is as it was loaded."""
        record = self.records.get(name)
        return record is not None and digest(state) == record.state_digest

    def count(self, name: str, outcome: Outcome) -> None:
        """Remember what became of an entry, by its kind."""
        self.tally[name.split()[0], outcome] += 1

    def written(self, name: str, entry: Any, state: Any) -> None:
        """Record what the file said and what was stored."""
        digests = {"file_digest": digest(entry), "state_digest": digest(state)}
        LoadedContent.objects.update_or_create(name=name, defaults=digests)

    def lines(self) -> list[str]:
        """The tally, a line for each kind."""
        kinds = dict.fromkeys(kind for kind, _outcome in self.tally)
        return [
            f"  {kind}: "
            + ", ".join(
                f"{self.tally[kind, outcome]} {outcome}"
                for outcome in Outcome
                if self.tally[kind, outcome]
            )
            for kind in kinds
        ]
