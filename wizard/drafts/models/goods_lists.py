"""A list of controlled goods as editors upload, check and publish it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.text.languages import TranslatedText
from wizard.goods.export import write_rows
from wizard.goods.lookup import GoodsList, parse
from wizard.goods.sheet import read_rows
from wizard.rules import registry

from .versions import DatedVersion

logger = logging.getLogger(__name__)

HEAD = ("key", "version", "source", "nomenclature", "in_force_from", "in_force_until")
NEEDED = ("title", "default", "line")
LISTED = ("title_row", "line", "unlisted", "notice", "product")


class GoodsListDocument(DatedVersion):
    """One version of a list of goods; its contents come from a sheet, all of them or none."""

    CONTENT = frozenset({*HEAD, "contents"})

    key = models.SlugField(
        _("key"), max_length=80, help_text=_("By this key the rules name the list.")
    )
    source = models.SlugField(
        _("legal source"), max_length=120, help_text=_("The slug of the act that sets the list.")
    )
    nomenclature = models.PositiveIntegerField(
        _("nomenclature"), help_text=_("The year of the tariff whose codes the list uses.")
    )
    contents = models.JSONField(_("contents"), default=dict, blank=True, editable=False)

    class Meta:
        """Newest version first."""

        ordering: ClassVar[list[str]] = ["key", "-version"]
        verbose_name = _("list of goods")
        verbose_name_plural = _("lists of goods")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "version"], name="goodslist_version_once")
        ]

    @property
    def title(self) -> str:
        """As the sheet says it."""
        return TranslatedText(self.contents.get("title")).plain or self.key

    def content(self) -> str:
        """All of it as JSON: equal texts, equal lists."""
        parts = {**{name: getattr(self, name) for name in HEAD}, "contents": self.contents}
        return json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)

    def rows(self) -> list[dict[str, str]]:
        """The rows of the sheet that holds the contents."""
        return list(write_rows(self.contents))

    def goods_list(self) -> GoodsList:
        """The list as the wizard looks goods up in it; only for contents without a issue."""
        return read_content(self.content())

    def parsed(self) -> GoodsList:
        """The list, as the registry keeps it."""
        return self.goods_list()

    def known_classes(self) -> frozenset[str] | None:
        """The classes that all rules using this list have answers for; None if none use it."""
        rulesets = registry.rule_sets_using(self.key, self.day_of_effect)
        offered = [
            frozenset(choice.key for choice in question.choices)
            for ruleset in rulesets
            for question in ruleset.questions
            if question.kind == "goods"
        ]
        return frozenset.intersection(*offered) if offered else None

    @property
    def day_of_effect(self) -> date:
        """Today, or the first day of the list if that is still to come."""
        today = registry.today()
        return max(today, self.in_force_from or today)

    def issues(self) -> list[str]:
        """Everything that keeps the list from being published, in words."""
        found = [str(_("The list has no first day."))] if self.in_force_from is None else []
        for part in NEEDED:
            if not self.contents.get(part):
                kind = {"title_row": "heading"}.get(part, part)
                found.append(
                    gettext("The sheet has no row of the kind “%(kind)s”.") % {"kind": kind}
                )
        _contents, issues = read_rows(enumerate(self.rows(), 2), self.known_classes())
        return found + [str(issue) for issue in issues]

    def refuse_issues(self) -> None:
        """Raise ValidationError if anything must be mended before publishing."""
        if issues := self.issues():
            message = _("This list cannot be published: %(count)d findings. First: %(first)s")
            params = {"count": len(issues), "first": issues[0]}
            raise ValidationError(message, code="flawed", params=params)

    def next_version(self) -> GoodsListDocument:
        """Make the draft of the version that comes after every other one."""
        numbers = GoodsListDocument.objects.filter(key=self.key).values_list("version", flat=True)
        kept = {name: getattr(self, name) for name in ("key", "source", "nomenclature", "contents")}
        return GoodsListDocument(**kept, version=max(numbers, default=self.version) + 1)


@lru_cache(maxsize=32)
def read_content(content: str) -> GoodsList:
    """Read a list from the JSON of a document; equal texts give the same list."""
    stored = json.loads(content)
    for name in ("in_force_from", "in_force_until"):
        stored[name] = date.fromisoformat(stored[name]) if stored[name] else None
    contents = stored.pop("contents")
    return parse({**dict.fromkeys(LISTED, ()), **stored, **contents})


def published_lists() -> Iterator[GoodsList]:
    """Give every published goods list; one that cannot be read is left out and reported."""
    for document in GoodsListDocument.objects.filter(live=True):
        try:
            yield document.goods_list()
        except (KeyError, TypeError, ValueError):
            logger.exception("%s is published but cannot be read", document)
