"""The page that leads to a new assessment: its name, its address, a first question and case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView

from wizard.drafts.importing import import_rule_set
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.new_assessment import beginning
from wizard.rules import registry

IS_SLUG = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Small letters and digits without accents, joined by hyphens.")
)
LONGEST = 200
ASKED = {
    "title": (_("Title"), _("The question it answers, as readers would ask it.")),
    "slug": (_("Slug"), _("Its part of the address. Left empty, it is made from the title.")),
    "question": (_("First question"), _("Answered by yes or no; you can change that later.")),
    "case": (_("First case"), _("What holds for who says yes.")),
}
"""What is asked in every language."""


class NewAssessmentForm(forms.Form):
    """What an assessment cannot do without; in the site's own language it must be there."""

    key = forms.SlugField(
        label=_("Key"),
        max_length=80,
        help_text=_("Names the rules; the same in every version."),
        validators=[IS_SLUG],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each text in every language."""
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in ASKED.items():
            for code, language in settings.LANGUAGES:
                is_needed = name != "slug" and code == settings.LANGUAGE_CODE
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} – {language}",
                    help_text=help_text if code == settings.LANGUAGE_CODE else "",
                    max_length=LONGEST,
                    required=is_needed,
                    validators=[IS_SLUG] if name == "slug" else [],
                )

    def clean_key(self) -> str:
        """Refuse a key that rules have already."""
        key = str(self.cleaned_data["key"])
        if key in registry.known_keys() or RuleSetDocument.objects.filter(key=key).exists():
            raise forms.ValidationError(_("Other rules have this key."))
        return key

    def texts(self, name: str) -> dict[str, str]:
        """What was typed for a text, in the languages in which there is something."""
        typed = {code: self.cleaned_data[f"{name}_{code}"] for code, _name in settings.LANGUAGES}
        return {code: text for code, text in typed.items() if text}

    def groups(self) -> Iterator[list[BoundField]]:
        """The fields, those of one text together."""
        yield [self["key"]]
        for name in ASKED:
            yield [self[f"{name}_{code}"] for code, _name in settings.LANGUAGES]


class RuleSetIndexView(IndexView):
    """The list of versions, from which a new assessment is begun as well."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer a whole new assessment beside a version from nothing."""
        buttons = list(super().header_buttons)
        if self.add_url:
            url = reverse(RuleSetDocument.snippet_viewset.get_url_name("new"))
            buttons.append(HeaderButton(_("New assessment"), url=url, icon_name="plus"))
        return buttons


def new_assessment(request: HttpRequest) -> HttpResponse:
    """Ask for the beginnings, make the draft, and go on in its own form."""
    policy = policy_registry.get_by_type(RuleSetDocument)
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    form = NewAssessmentForm(request.POST if request.method == "POST" else None)
    names = RuleSetDocument.snippet_viewset.get_url_name
    if form.is_valid():
        mapping = beginning(
            form.cleaned_data["key"],
            **{name: form.texts(name) for name in ("title", "slug", "question", "case")},
        )
        document = import_rule_set(mapping)
        said = gettext("The draft is made. “Proof” names what is still missing; try it any time.")
        messages.success(request, said)
        return redirect(reverse(names("edit"), args=[document.pk]))
    context = {"form": form, "list_url": reverse(names("list"))}
    return render(request, "wizard/admin/new_assessment.html", context)
