"""A shipped rule set beside what the database has of it, and the version that mends it there.

A published version never changes, so what is mended in a shipped file arrives as the version after
it; where somebody wrote a version here, nothing arrives by itself.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import ModelLogEntry

from wizard.decision.parse import dump
from wizard.decision.ruleset import RuleSet

from .importing import SHIPPED
from .models.documents import RuleSetDocument

CORRECTED = gettext_noop("Corrections that came with an update of the site.")
OWN = ("version", "change_note")
"""What a correction does not share with the file it is made from."""


class Shipped:
    """One shipped version, and the versions of the same rules that the database has."""

    def __init__(self, ruleset: RuleSet) -> None:
        """Read what there is, newest first."""
        self.ruleset = ruleset
        self.versions = list(RuleSetDocument.objects.filter(key=ruleset.key).order_by("-version"))
        self.found = next((d for d in self.versions if d.version == ruleset.version), None)
        """The version of the same number."""

    @cached_property
    def _corrected(self) -> dict[str, str]:
        """The note of a correction, in every language of the rules."""
        note = {}
        for language in self.ruleset.languages:
            with override(language):
                note[language] = gettext(CORRECTED)
        return note

    def _is_correction(self, document: RuleSetDocument) -> bool:
        return bool(document.mapping().get("change_note") == self._corrected)

    @cached_property
    def _came(self) -> set[str]:
        """Which versions came with the product; of the first ones, the number alone tells it."""
        came = _log_of(self.versions).filter(action=SHIPPED)
        return set(came.values_list("object_id", flat=True))

    @property
    def _last(self) -> RuleSetDocument | None:
        """The version that says what the file said when last it was taken over."""
        newest = self.versions[0] if self.versions else None
        return newest if newest and str(newest.pk) in self._came else self.found

    @property
    def differs(self) -> bool:
        """Whether the file says something else than what was published of it."""
        last = self._last
        if last is None or not last.live:
            return False
        mapping: dict[str, Any] = dump(self.ruleset)
        if not last.has_papers():
            # The papers of the file are used where a version has none of its own.
            mapping.pop("papers", None)
        return _without(mapping) != _without(last.mapping_as_read())

    @property
    def is_nobodys(self) -> bool:
        """Whether every version since this one came with the product, and no person wrote any."""
        since = [d for d in self.versions if d.version > self.ruleset.version]
        return (
            all(document.live for document in self.versions)
            and all(str(document.pk) in self._came for document in since)
            and not _is_written(self.versions)
        )

    def correction(self) -> dict[str, Any]:
        """The file as the version after every other.

        Its own note is kept where a correction had taken its number before it came.
        """
        mapping: dict[str, Any] = dump(self.ruleset)
        at_least = [d for d in self.versions if d.version >= self.ruleset.version]
        if not all(self._is_correction(document) for document in at_least):
            mapping["change_note"] = self._corrected
        return {**mapping, "version": self.versions[0].version + 1}


def _without(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in mapping.items() if key not in OWN}


def _log_of(documents: list[RuleSetDocument]) -> QuerySet[ModelLogEntry]:
    return ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(RuleSetDocument),
        object_id__in=[str(document.pk) for document in documents],
    )


def _is_written(documents: list[RuleSetDocument]) -> bool:
    """Whether a person did anything with one of them but talk about it."""
    by_people = _log_of(documents).filter(user__isnull=False)
    return by_people.exclude(action__startswith="wizard.comment").exists()
