"""A rule set as editors write, prove and publish it: one document for each version."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from guidance.text.languages import TranslatedText
from wizard.decision.parse import RuleSetError, dump, parse
from wizard.decision.ruleset import RuleSet
from wizard.drafts import validation
from wizard.drafts.blocks import PAPERS, PREFIX, SECTIONS, expectation_block, section_block
from wizard.drafts.preview import preview
from wizard.drafts.renamed_keys import renamed
from wizard.drafts.stream_codec import Raw, from_streams, keys_in, to_streams
from wizard.goods.lookup import GoodsList
from wizard.rules import registry
from wizard.rules.snapshot import Withdrawn, shipped_papers

from .goods_lists import published_lists
from .versions import DatedVersion
from .withdrawals import withdrawn

logger = logging.getLogger(__name__)

HEAD = ("key", "version", "languages", "reviewed", "goods_list", "in_force_from", "in_force_until")
OF_PAPERS = tuple(f"{PREFIX}{section}" for section in ("wording", *PAPERS))
STREAMS = ("wording", *SECTIONS, *OF_PAPERS)
CONTENT = frozenset({*HEAD, *STREAMS, "expected"})
PREVIEWED = {
    "": _("First page"),
    "question": _("First question"),
    "result": _("Result of the first expected situation"),
    "rules": _("All rules"),
}


def site_languages() -> list[str]:
    """The languages that every text must have."""
    return [code for code, _name in settings.LANGUAGES]


def _of_papers(section: str, name: Any) -> StreamField:
    """A section of the papers; all are empty where the papers that came with the product hold."""
    block = section_block(f"{PREFIX}{section}")
    return StreamField(block, blank=True, default=list, verbose_name=name)


class RuleSetDocument(PreviewableMixin, DatedVersion):
    """One version of a rule set; once published it never changes."""

    CONTENT = CONTENT
    # Rules name the list of goods they use.
    PUBLISHED_AFTER = 1

    key = models.SlugField(_("key"), max_length=80)
    languages = models.JSONField(_("languages"), default=site_languages, editable=False)
    reviewed = models.DateField(_("reviewed on"))
    goods_list = models.SlugField(
        _("goods list"),
        max_length=80,
        blank=True,
        help_text=_("The key of the list of controlled goods; only for rules that ask for goods."),
    )
    wording = StreamField(section_block("wording"), verbose_name=_("title and status"))
    outcome = StreamField(section_block("outcome"), blank=True, verbose_name=_("outcomes"))
    question = StreamField(section_block("question"), blank=True, verbose_name=_("questions"))
    case = StreamField(section_block("case"), blank=True, verbose_name=_("cases"))
    document = StreamField(
        section_block("document"),
        blank=True,
        verbose_name=pgettext_lazy("papers to submit", "documents"),
    )
    procedure = StreamField(section_block("procedure"), blank=True, verbose_name=_("procedures"))
    task = StreamField(
        section_block("task"), blank=True, default=list, verbose_name=_("what to do, and when")
    )
    doubt = StreamField(section_block("doubt"), blank=True, verbose_name=_("what is in doubt"))
    authority = StreamField(section_block("authority"), blank=True, verbose_name=_("authorities"))
    unknown = StreamField(section_block("unknown"), blank=True, verbose_name=_("what is not known"))
    penalty = StreamField(section_block("penalty"), blank=True, verbose_name=_("fines"))
    penalty_note = StreamField(
        section_block("penalty_note"), blank=True, verbose_name=_("notes on the fines")
    )
    papers_wording = _of_papers("wording", _("what stands on every paper"))
    papers_topic = _of_papers("topic", _("what is asked"))
    papers_sentence = _of_papers("sentence", _("sentences to tick"))
    papers_paper = _of_papers("paper", _("papers"))
    papers_table = _of_papers("table", _("tables"))
    papers_question = _of_papers("question", _("letters of question"))
    expected = StreamField(
        expectation_block(),
        blank=True,
        verbose_name=_("expected situations"),
        help_text=_("Situations with the verdict they must have, whoever changes the rules."),
    )

    class Meta:
        """Newest version first."""

        ordering: ClassVar[list[str]] = ["key", "-version"]
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "version"], name="ruleset_version_once")
        ]

    # --- What it says ------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """That of the assessment, or else of the rules."""
        said = [
            TranslatedText(holder.get("title")).plain
            for block in self.wording.get_prep_value()
            for holder in (block["value"].get("assessment") or {}, block["value"])
        ]
        return next(filter(None, said), self.key)

    def streams(self) -> dict[str, Raw]:
        """The sections as plain data."""
        return {name: getattr(self, name).get_prep_value() for name in STREAMS}

    def entries(self) -> dict[str, Raw]:
        """Every entry, expected situations included."""
        return {**self.streams(), "expected": self.expected.get_prep_value()}

    def content(self) -> str:
        """All of it as JSON: equal texts, equal rules and expectations."""
        parts = {
            "head": {name: getattr(self, name) for name in HEAD},
            "streams": self.streams(),
            "expected": self.expected.get_prep_value(),
        }
        return json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)

    def mapping(self) -> dict[str, Any]:
        """The mapping that a rule-set file holds."""
        head = {name: getattr(self, name) for name in HEAD}
        filled = {name: value for name, value in head.items() if value not in (None, "")}
        return {**filled, **from_streams(self.streams())}

    def has_papers(self) -> bool:
        """Whether it has papers of its own, rather than those that came with the product."""
        return any(getattr(self, name) for name in OF_PAPERS)

    def take_papers(self) -> None:
        """Take over the papers that came with the product, to be edited here."""
        if papers := shipped_papers(self.key):
            streams = to_streams({**self.mapping(), "papers": dump(papers)})
            for name in OF_PAPERS:
                setattr(self, name, streams[name])

    def mapping_as_read(self) -> dict[str, Any]:
        """The mapping in the one form that equal rules share; raises RuleSetError."""
        read: dict[str, Any] = dump(parse(self.mapping()))
        return read

    def fill(self, mapping: Mapping[str, Any]) -> None:
        """Take over all rules from the mapping of a rule-set file."""
        for name in HEAD:
            setattr(self, name, mapping.get(name, "" if name == "goods_list" else None))
        for name, raw in to_streams(mapping).items():
            setattr(self, name, raw)

    def parsed(self) -> RuleSet:
        """The rules, as the registry keeps them; raises RuleSetError."""
        return validation.read_content(self.content())

    def validation(self, seconds: float | None = None) -> validation.Validation:
        """Prove the rules, as they stand here, for today or for their first day."""
        return validation.validate(self.content(), registry.today(), seconds)

    def digest(self) -> str:
        """Name what it says: equal names, equal rules and expectations."""
        return hashlib.sha256(self.content().encode()).hexdigest()[:16]

    # --- Publishing --------------------------------------------------------------------------

    def clean(self) -> None:
        """Refuse to rename what is published: addresses and other rules hang on its key."""
        super().clean()
        others = RuleSetDocument.objects.filter(key=self.key, live=True).exclude(pk=self.pk)
        errors: dict[str, list[str]] = {}
        for found in renamed(self.streams(), [other.streams() for other in others]):
            message = _(
                "The key “%(old)s” is published and cannot become “%(new)s”: "
                "addresses and other rules hang on it."
            )
            said = message % {"old": found.old, "new": found.new}
            errors.setdefault(found.section, []).append(said)
        if errors:
            raise ValidationError(errors)

    def issues(self) -> Sequence[Any]:
        """Everything that keeps the rules from being published."""
        return self.validation().issues

    def refuse_issues(self) -> None:
        """Raise ValidationError if anything must be mended before publishing."""
        self.clean()
        if issues := self.issues():
            message = _("This rule set cannot be published: %(count)d findings.")
            raise ValidationError(message, code="flawed", params={"count": len(issues)})

    def next_version(self) -> RuleSetDocument:
        """Make the draft of the version that comes after every other one."""
        draft = RuleSetDocument(expected=self.expected.get_prep_value())
        draft.fill(self.mapping())
        if not draft.has_papers():
            draft.take_papers()
        numbers = RuleSetDocument.objects.filter(key=self.key).values_list("version", flat=True)
        draft.version = max(numbers, default=self.version) + 1
        return draft

    def published_keys(self) -> set[str]:
        """Keys that a published version uses: addresses hang on them, so they stay as they are."""
        others = RuleSetDocument.objects.filter(key=self.key, live=True)
        streams = [raw for other in others for raw in other.streams().values()]
        return {key for raw in streams for key in keys_in(raw)}

    # --- Preview -----------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What can be looked at before publishing, in each language."""
        return [
            (f"{page}:{language}", format_lazy("{} – {}", words, name))
            for page, words in PREVIEWED.items()
            for language, name in settings.LANGUAGES
        ]

    @property
    def default_preview_mode(self) -> str:
        """The first page, in the language in which the editor works."""
        return f":{get_language()}"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the real wizard, judging by these rules."""
        page, _colon, language = (mode_name or self.default_preview_mode).partition(":")
        return preview(request, self, page, language)


def published() -> Iterator[RuleSet | GoodsList | Withdrawn]:
    """Give all published lists and rule sets, and what was taken away.

    What cannot be read is left out and reported.
    """
    yield from published_lists()
    yield from withdrawn()
    for document in RuleSetDocument.objects.filter(live=True):
        try:
            yield document.parsed()
        except RuleSetError:
            logger.exception("%s is published but cannot be read", document)
