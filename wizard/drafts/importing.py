"""Takes a rule set or goods list from a file over as a document: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.goods_lists import HEAD, GoodsListDocument
from wizard.goods.export import write_rows
from wizard.goods.sheet import read_rows

IMPORTED = "wizard.import"
SHIPPED = "wizard.shipped"
"""What the log calls it when a version came with the product."""


def import_rule_set(
    mapping: Mapping[str, Any],
    *,
    expected: Sequence[Mapping[str, Any]] | None = None,
    publish: bool = False,
    log_action: str = IMPORTED,
) -> RuleSetDocument:
    """Make or replace the draft of a version.

    Raises ValidationError if it is published, or if the database cannot hold it.
    """
    key, version = mapping["key"], mapping["version"]
    with transaction.atomic():
        document = RuleSetDocument.objects.filter(key=key, version=version).first()
        if document is None:
            document = RuleSetDocument(key=key, version=version)
        if document.live:
            raise ValidationError(_("A published version never changes."), code="published")
        document.fill(mapping)
        if expected is not None:
            document.expected = expected
        document.full_clean()
        document.save()
        revision = document.save_revision(log_action=log_action)
        if publish:
            revision.publish()
            document.refresh_from_db()
    return document


def import_goods_list(mapping: Mapping[str, Any]) -> GoodsListDocument:
    """Publish a goods list from a file under a number that is not taken."""
    contents, issues = read_rows(enumerate(write_rows(mapping), 2))
    if issues:
        raise ValidationError([str(issue) for issue in issues])
    with transaction.atomic():
        head = {name: mapping.get(name) for name in HEAD}
        document = GoodsListDocument(**head, contents=contents)
        document.save()
        document.save_revision(log_action=IMPORTED).publish()
        document.refresh_from_db()
    return document
