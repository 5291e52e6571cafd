"""How the form of a rule set is laid out, and where it shows its proof."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.permissions import policy_registry

from wizard.drafts.issue_texts import worded
from wizard.drafts.models.documents import OF_PAPERS, RuleSetDocument
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.editor.lists import titles
from wizard.editor.ruleset_views import copy_url
from wizard.rules import assessments, law, registry
from wizard.rules.snapshot import shipped_papers

PATIENCE = 0.5
"""Seconds for which the form is kept waiting for its proof, which is shown later otherwise."""


def validation_context(document: RuleSetDocument, seconds: float) -> dict[str, Any]:
    """What the proof says by now, and where to ask again while it is not finished."""
    proof = document.validation(seconds)
    names = document.snippet_viewset.get_url_name
    asked = f"{reverse(names('proof'), args=[document.pk])}?of={document.digest()}"
    return {
        "proof": proof,
        "is_live": document.live,
        "walked": proof.walked,
        "issues": list(worded(proof, document.streams())),
        "progress_url": asked,
    }


def offered_provisions() -> list[dict[str, str]]:
    """Every provision of the register that rules may cite, in the editor's language."""
    language = str(get_language())
    return [
        {
            "key": item.citation,
            "words": item.label.get(language, item.key),
            "group": f"{item.number} – {item.title.get(language, '')}",
        }
        for item in sorted(law.register().values(), key=lambda item: (item.number, item.key))
    ]


def offered_goods_lists() -> list[tuple[str, str]]:
    """Every list of goods by its title, and what rules name though there is none of it."""
    used = RuleSetDocument.objects.exclude(goods_list="").values_list("goods_list", flat=True)
    return list({"": "–", **{key: key for key in used}, **dict(titles(GoodsListDocument))}.items())


class ValidationPanel(Panel):
    """What must be mended, each with the way to its field; else the figures of the walk."""

    class BoundPanel(Panel.BoundPanel):
        """The proof of one document."""

        template_name = "wizard/admin/proof.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Prove the document as it was last saved, if that does not take long."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            document: RuleSetDocument = self.instance
            context["register"] = offered_provisions()
            context["key_language"] = settings.INTERNATIONAL_LANGUAGE
            if not document.pk:
                return {**context, "is_empty": not document.question}
            names = document.snippet_viewset.get_url_name
            return {
                **context,
                **validation_context(document, PATIENCE),
                "document": document,
                "passed_over": document.passed_over(),
                "fixed_keys": json.dumps(sorted(document.published_keys())),
                "copy_url": copy_url(document, self.request.user),
                "difference_url": reverse(names("difference"), args=[document.pk]),
                "try_url": reverse(
                    names("try"), args=[document.pk, f"{get_language()}/check/{document.key}/"]
                ),
                "live_url": self._live_url(),
                "open_comments": document.open_comments(),
                "comments_url": reverse(names("comments"), args=[document.pk]),
                "withdraw_url": self._withdraw_url(),
                "is_withdrawn": registry.is_withdrawn(document.key),
                "export_url": reverse(names("toml"), args=[document.pk]),
            }

        def _live_url(self) -> str:
            """The first page of the assessment, where this version is the one of today."""
            document: RuleSetDocument = self.instance
            today = {(item.key, item.version) for item in assessments.offered()}
            is_shown = (document.key, document.version) in today
            return reverse("wizard:start", args=[document.key]) if is_shown else ""

        def _withdraw_url(self) -> str:
            """Where the assessment is taken away or offered again, for who may publish."""
            document: RuleSetDocument = self.instance
            policy = policy_registry.get_by_type(RuleSetDocument)
            if not document.live or not policy.user_has_permission(self.request.user, "publish"):
                return ""
            return reverse(document.snippet_viewset.get_url_name("withdraw"), args=[document.pk])


class PapersPanel(Panel):
    """Whose papers they are, and where they are looked at."""

    class BoundPanel(Panel.BoundPanel):
        """The papers of one document."""

        template_name = "wizard/admin/papers_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Say whether it has papers of its own."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            document: RuleSetDocument = self.instance
            name = document.snippet_viewset.get_url_name("papers")
            return {
                **context,
                "document": document,
                "has_shipped": shipped_papers(document.key) is not None,
                "papers_url": reverse(name, args=[document.pk]) if document.pk else "",
            }


SECTIONS: dict[str, Any] = {
    "wording": _("What the rules are called, what this version changes, and what they are worth."),
    "question": _("Asked in this order, and only while the answer can still matter."),
    "case": _("Each case is an opening, a way out of the scope, or a matter for the authority."),
    "outcome": _("What every verdict of a kind says, whatever the case."),
    "penalty": _("The fines by value of the goods, each while its act is in force."),
    "penalty_note": _("What must be said beside the fines."),
    "document": _("The papers that cases ask for; each is shown while its source is in force."),
    "procedure": _("Where and how to file, by the day on which the visitor asks."),
    "task": _(
        "What a result tells to do first, and the days to keep; outcomes, cases and procedures "
        "name them."
    ),
    "doubt": _("Where the published law leaves a point open: every reading, and who settles it."),
    "authority": _("Whom to ask, and what is known about reaching them."),
    "unknown": _("What was looked for and not found: said openly, with whom to ask."),
    "papers_wording": _(
        "What every paper says, how letters are worded, and the note that is never filed."
    ),
    "papers_topic": _("What the form asks, topic by topic; every field may stay empty."),
    "papers_sentence": _("Offered by a field, printed by a part of a paper where they are ticked."),
    "papers_paper": _("Made where a result asks for one of their documents, in this order."),
    "papers_table": _("The lines of a topic as a table; a part of a paper shows it."),
    "papers_question": _("One letter a point, for a doubt of the result or with every file."),
}
"""Each section of the rules, and what stands in it."""


def _tab(heading: Any, *names: str) -> ObjectList:
    fields = [FieldPanel(name, help_text=SECTIONS.get(name, "")) for name in names]
    return ObjectList(fields, heading=heading)


def _head() -> MultiFieldPanel:
    """Which version it is, and from when it counts."""
    return MultiFieldPanel(
        [
            FieldPanel("key", help_text=_("Names the rules; the same in every version.")),
            FieldPanel(
                "version", help_text=_("Counts up; results say under which they were made.")
            ),
            FieldPanel(
                "in_force_from",
                help_text=_("Visitors are judged by this version from this day on."),
            ),
            FieldPanel("in_force_until"),
            FieldPanel(
                "reviewed", help_text=_("The day on which somebody last held it against the law.")
            ),
            FieldPanel(
                "goods_list",
                help_text=_("Only for rules that ask for goods."),
                # Called whenever the menu is shown, which the types do not know.
                widget=forms.Select(choices=offered_goods_lists),  # type: ignore[arg-type]
            ),
        ],
        heading=_("Version and dates"),
        attrs={"id": "section-head"},
    )


def layout() -> TabbedInterface:
    """One tab for each kind of thing; every section of the rules is on one of them."""
    first = ObjectList(
        [
            ValidationPanel(heading=_("Proof")),
            _head(),
            FieldPanel("wording", help_text=SECTIONS["wording"]),
        ]
    )
    first.heading = _("Proof and version")
    papers = _tab(_("Papers"), *OF_PAPERS)
    papers.children.insert(0, PapersPanel())
    return TabbedInterface(
        [
            first,
            _tab(_("Questions"), "question"),
            _tab(_("Cases"), "case"),
            _tab(_("Outcomes"), "outcome", "penalty", "penalty_note"),
            _tab(_("Documents and procedures"), "document", "procedure", "task"),
            _tab(_("Doubts and authorities"), "doubt", "authority", "unknown"),
            papers,
            _tab(_("Expected situations"), "expected"),
        ]
    )
