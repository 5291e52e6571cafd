"""The pages that lead to a new draft: from a name, a first question and case, or from a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, groupby
from operator import itemgetter
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView

from guidance.text.languages import LANGUAGES, language_name
from wizard.decision.parse import RuleSetError
from wizard.drafts.importing import import_rule_set
from wizard.drafts.issue_texts import WORDS, found_instead
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.new_assessment import APPLIES, ASK, OPEN, OUTCOMES, beginning, key_from, words
from wizard.editor.panels import offered_provisions
from wizard.rules import registry
from wizard.rules.toml_files import read

LARGEST_FILE = 4_000_000
"""Bytes of a file of rules: several times the largest shipped ones."""
MOST_TOLD = 10
"""How many faults of a file are named at once."""
NO_LETTER = re.compile(r"\\u0000|\\U00000000")
"""How TOML may write what no text of the database may hold."""
IS_SLUG = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Small letters and digits without accents, joined by hyphens.")
)
LONGEST = 200
ASKED = {
    "title": (_("Title"), _("The question it answers, as readers would ask it.")),
    "slug": (_("Slug"), _("Its part of the address. Left empty, it is made from the title.")),
    APPLIES: (_("Where a case fits"), _("The verdict in a word or two.")),
    ASK: (_("Where no case fits"), _("The verdict in a word or two.")),
    OPEN: (_("Where a fact is not known"), _("The verdict in a word or two.")),
    "question": (_("First question"), _("Answered by yes or no; you can change that later.")),
    "help": (
        capfirst(_("help in plain words")),
        _("What the question means, for who is not sure."),
    ),
    "where": (capfirst(_("where to find this fact")), _("On which paper, with whom.")),
    "case": (_("First case"), _("What holds for who says yes.")),
}
"""What is asked in every language."""
NEEDED = ("title", APPLIES, ASK, OPEN, "question", "case")
PARTS = (
    (_("Name and address"), ("languages", "title", "slug", "key")),
    (_("Outcomes"), (APPLIES, ASK, OPEN)),
    (_("First question"), ("question", "help", "where")),
    (_("First case"), ("case",)),
    (_("Rests on"), ("basis",)),
)
"""The steps of the page, each with what it asks."""


class NewAssessmentForm(forms.Form):
    """What an assessment cannot do without; in the site's own language it must be there."""

    key = forms.SlugField(
        label=_("Key"),
        max_length=80,
        required=False,
        help_text=_(
            "Names the rules in files and links, for good. Left empty, it is made from the title."
        ),
        validators=[IS_SLUG],
    )
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages")),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every text must be there in these. Who reads another is shown the original."),
    )
    basis = forms.ChoiceField(
        label=_("The provision that the whole rests on"),
        required=False,
        help_text=_("It is put to every part; name others for a part later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each text in every language, and offer every provision under its act."""
        super().__init__(*args, **kwargs)
        self.fields["languages"].initial = [code for code, _name in settings.LANGUAGES]
        basis: Any = self.fields["basis"]
        basis.choices = [("", "---------"), *by_act(offered_provisions())]
        for name in ASKED:
            usual = words(OUTCOMES[name][0], LANGUAGES) if name in OUTCOMES else {}
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=language,
                    initial=usual.get(code, ""),
                    max_length=LONGEST,
                    required=name in NEEDED and code == settings.LANGUAGE_CODE,
                    validators=[IS_SLUG] if name == "slug" else [],
                )

    def clean_key(self) -> str:
        """Refuse a key that rules have already."""
        key = str(self.cleaned_data["key"])
        if key and is_taken(key):
            raise forms.ValidationError(_("Other rules have this key."))
        return key

    def clean_languages(self) -> list[str]:
        """Refuse to leave out the language from which all others are translated."""
        chosen = list(self.cleaned_data["languages"])
        if settings.LANGUAGE_CODE not in chosen:
            message = _("%(language)s is the original and cannot be left out.")
            name = capfirst(language_name(settings.LANGUAGE_CODE))
            raise forms.ValidationError(message, params={"language": name})
        return chosen

    def clean(self) -> dict[str, Any]:
        """Make a key where none was typed."""
        cleaned = super().clean() or {}
        typed = {code: cleaned.get(f"title_{code}", "") for code, _name in settings.LANGUAGES}
        if cleaned.get("key") == "":
            cleaned["key"] = free_key({code: text for code, text in typed.items() if text})
        return cleaned

    def faults(self) -> Iterator[tuple[str, str]]:
        """What must be mended: the place on the page, and the field with what is wrong there."""
        for part in self.parts():
            for asked in part["asked"]:
                for box in asked.get("boxes", [asked.get("field")]):
                    name = f"{asked['label']} ({box.label})" if "boxes" in asked else box.label
                    yield from ((box.auto_id, f"{name}: {error}") for error in box.errors)

    def mapping(self) -> dict[str, Any]:
        """The draft that was asked for."""
        cleaned = self.cleaned_data
        basis = [cleaned["basis"]] if cleaned["basis"] else []
        said = {name: self.texts(name) for name in ASKED}
        return beginning(cleaned["key"], said, cleaned["languages"], basis)

    def texts(self, name: str) -> dict[str, str]:
        """What was typed for a text, in the languages chosen in which there is something."""
        typed = {
            code: self.cleaned_data[f"{name}_{code}"] for code in self.cleaned_data["languages"]
        }
        return {code: text for code, text in typed.items() if text}

    def parts(self) -> Iterator[dict[str, Any]]:
        """The steps: each a heading, and what it asks; a text with its boxes side by side."""
        for heading, names in PARTS:
            yield {"heading": heading, "asked": [self._asked(name) for name in names]}

    def _asked(self, name: str) -> dict[str, Any]:
        if name not in ASKED:
            return {"field": self[name]}
        label, help_text = ASKED[name]
        boxes = [self[f"{name}_{code}"] for code, _name in settings.LANGUAGES]
        return {"label": label, "help": help_text, "boxes": boxes}


def is_taken(key: str) -> bool:
    """Whether rules have this key, published or not."""
    return key in registry.known_keys() or RuleSetDocument.objects.filter(key=key).exists()


def free_key(title: Mapping[str, str]) -> str:
    """A key made of a title that no rules have."""
    key = key_from(title, "assessment")
    numbered = (f"{key}-{number}" for number in count(2))
    return next(found for found in chain([key], numbered) if not is_taken(found))


def by_act(provisions: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Provisions under the act they belong to, as a select has them."""
    for act, own in groupby(provisions, key=itemgetter("group")):
        yield act, [(item["key"], item["words"]) for item in own]


class RuleSetIndexView(IndexView):
    """The list of versions, from which a new assessment is begun, or taken from a file, as well."""

    add_item_label = _("Empty form for rules")

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer a whole new assessment beside a version from nothing."""
        buttons = list(super().header_buttons)
        if self.add_url:
            names = RuleSetDocument.snippet_viewset.get_url_name
            buttons += [
                HeaderButton(_("New assessment"), url=reverse(names("new")), icon_name="plus"),
                HeaderButton(
                    _("Import from a file"), url=reverse(names("import")), icon_name="upload"
                ),
            ]
        return buttons


class RulesFileForm(forms.Form):
    """A file of rules, as a version is downloaded: sound enough to become a draft."""

    file = forms.FileField(
        label=_("A file of rules (TOML)"),
        help_text=_("As “Download as a file” writes it. It becomes a draft; nothing is replaced."),
    )

    def clean_file(self) -> dict[str, Any]:
        """Read the rules; name what keeps them from being read."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            message = _("The file is larger than %(size)d MB.")
            raise forms.ValidationError(message, params={"size": LARGEST_FILE // 1_000_000})
        try:
            text = upload.read().decode("utf-8-sig")
            mapping = read(text)
        except RuleSetError as error:
            raise forms.ValidationError(list(_told(error))) from error
        # A number of thousands of digits is no fault of the TOML to its reader.
        except (ValueError, RecursionError) as error:
            message = _("This is no file of rules (TOML): %(problem)s")
            raise forms.ValidationError(message, params={"problem": str(error)[:200]}) from error
        if NO_LETTER.search(text):
            raise forms.ValidationError(ProhibitNullCharactersValidator.message)
        self._refuse_known(mapping["key"], mapping["version"])
        return mapping

    def _refuse_known(self, key: str, version: int) -> None:
        for name, value in (("key", key), ("version", version)):
            field: Any = RuleSetDocument._meta.get_field(name)
            field.clean(value, None)
        kept = RuleSetDocument.objects.filter(key=key, version=version).exists()
        if kept or registry.by_version(key, version):
            message = _("“%(key)s” has a version %(version)d already. Give the file the next one.")
            raise forms.ValidationError(message, params={"key": key, "version": version})

    def mapping(self) -> dict[str, Any]:
        """The draft that the file holds."""
        found: dict[str, Any] = self.cleaned_data["file"]
        return found


def _told(error: RuleSetError) -> Iterator[str]:
    """The first faults of a file, each with its place in the file and what is wrong there."""
    for issue in error.issues[:MOST_TOLD]:
        words = f"{WORDS[issue.code]} – {issue.place[:200]}"
        yield f"{words} ({found_instead(issue.detail)[:200]})"


def new_assessment(request: HttpRequest) -> HttpResponse:
    """Ask for the beginnings, make the draft, and go on in its own form."""
    form = NewAssessmentForm(request.POST if request.method == "POST" else None)
    return _drafted(request, form, "wizard/admin/new_assessment.html")


def from_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file, make the draft, and go on in its own form."""
    is_sent = request.method == "POST"
    form = RulesFileForm(*((request.POST, request.FILES) if is_sent else ()))
    return _drafted(request, form, "wizard/admin/rules_file.html")


def _drafted(
    request: HttpRequest, form: NewAssessmentForm | RulesFileForm, template: str
) -> HttpResponse:
    policy = policy_registry.get_by_type(RuleSetDocument)
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    names = RuleSetDocument.snippet_viewset.get_url_name
    document = _imported(form) if form.is_valid() else None
    if document:
        said = gettext("The draft is made. “Proof” names what is still missing; try it any time.")
        messages.success(request, said)
        return redirect(reverse(names("edit"), args=[document.pk]))
    context = {"form": form, "list_url": reverse(names("list"))}
    return render(request, template, context)


def _imported(form: NewAssessmentForm | RulesFileForm) -> RuleSetDocument | None:
    """The draft; none where it cannot be kept, which the form then says."""
    try:
        return import_rule_set(form.mapping())
    except ValidationError as error:
        form.add_error(next(iter(form.fields)), list(_refusals(error)))
        return None


def _refusals(error: ValidationError) -> Iterator[str]:
    """Why a draft cannot be kept, each with the field of it."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, found in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else _label(name)
        yield from (f"{label}: {message}" if label else message for message in found)


def _label(name: str) -> str:
    """What the form of a draft calls one of its fields."""
    field: Any = RuleSetDocument._meta.get_field(name)
    return str(capfirst(field.verbose_name))
