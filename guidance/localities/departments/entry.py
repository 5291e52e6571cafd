"""The page behind a link for a department: its entry, to be confirmed or corrected once.

Opening it changes nothing, since programs that guard a mailbox open every link.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from guidance.delivery.rate_limit import may_send, try_later
from guidance.localities.departments.forms import source_names
from guidance.models import EntryLink, LadderStep, LinkState, Locality, Proposal
from guidance.models.co_readiness import Status, Step
from guidance.models.localities import CONTACT_FIELDS
from guidance.text.languages import reader_language

ANSWERS_PER_HOUR = 20
TEMPLATE = "guidance/entry.html"
USED = "guidance.entry_link.used"
# The law gives the power to all of them: no department need say so.
ASKED = [step for step in Step if step != Step.COMPETENT]
GONE = {LinkState.UNKNOWN: 404, LinkState.USED: 410, LinkState.EXPIRED: 410}


class EntryContactForm(forms.ModelForm):
    """How to reach the department, as readers see it."""

    opening_hours = forms.CharField(label=_("Opening hours"), required=False, max_length=200)

    class Meta:
        """The same fields as of a department that has an account."""

        model = Locality
        fields: ClassVar[list[str]] = [*CONTACT_FIELDS]
        help_texts: ClassVar[dict[str, Any]] = {
            "phone": _("As it is dialled in Viet Nam. Leave empty what must not be public."),
            "email": _("The address of the office, not of a person."),
            "website": _("The page of the department itself, beginning with https://."),
        }

    def __init__(self, data: Any, locality: Locality) -> None:
        """Show what stands there now; the opening hours in the reader's language."""
        hours = locality.hours.get(reader_language(), "")
        super().__init__(
            data, instance=locality, prefix="contact", initial={"opening_hours": hours}
        )


class EntryStepForm(forms.Form):
    """What a department says of one step; a step that is confirmed names its day and document."""

    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    date = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    document = forms.CharField(
        label=_("Document or its address"),
        required=False,
        max_length=500,
        help_text=_("Number, date and issuer of the document, or where it stands."),
    )

    def __init__(self, data: Any, step: Step, known: LadderStep | None, document: str) -> None:
        """Show what is known of the step now."""
        initial = {
            "status": known.status if known else Status.NOT_CONFIRMED,
            "date": known.date if known else None,
            "document": document,
        }
        super().__init__(data, prefix=step.value, initial=initial)
        self.step = step

    def clean(self) -> dict[str, Any]:
        """Ask for day and document of what is newly confirmed; no document is of tomorrow."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") == Status.CONFIRMED and self.has_changed():
            if cleaned.get("date") is None and "date" not in self.errors:
                self.add_error("date", _("Say since when this is confirmed."))
            if not cleaned.get("document") and "document" not in self.errors:
                self.add_error("document", _("Name the document that confirms it."))
        if cleaned.get("date") and cleaned["date"] > localdate():
            self.add_error("date", _("This day is still to come."))
        return cleaned


class EntryForms:
    """The whole entry of a locality, to be corrected by its department."""

    def __init__(self, locality: Locality, data: Any = None) -> None:
        """One form for the contact, one for each step that a department can speak of."""
        self.contact = EntryContactForm(data, locality)
        known = {step.step: step for step in locality.steps()}
        names = source_names()
        self.steps = [
            EntryStepForm(data, step, known.get(step), _documents(known.get(step), names))
            for step in ASKED
        ]

    def __iter__(self) -> Iterator[Any]:
        """The forms, as they stand on the page."""
        yield from (self.contact, *self.steps)

    def is_valid(self) -> bool:
        """Whether every form is in order; each says what is not."""
        return all([form.is_valid() for form in self])  # noqa: C419 - every form must speak

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong, with the field it is wrong in."""
        return [
            {"text": error, "href": f"#{field.auto_id}"}
            for form in self
            for field in form
            for error in field.errors
        ]

    @cached_property
    def changed(self) -> dict[str, Any]:
        """What was typed and differs from what stands there, to be kept as data."""
        found: dict[str, Any] = {}
        contact = {name: self.contact.cleaned_data[name] for name in self.contact.changed_data}
        if "opening_hours" in contact:
            found["hours"] = {reader_language(): contact.pop("opening_hours")}
        if contact:
            found["contact"] = contact
        steps = {
            form.step.value: {
                "status": form.cleaned_data["status"],
                "date": form.cleaned_data["date"] and form.cleaned_data["date"].isoformat(),
                "document": form.cleaned_data["document"],
            }
            for form in self.steps
            if form.has_changed()
        }
        if steps:
            found["steps"] = steps
        return found


def _documents(step: LadderStep | None, names: dict[str, str]) -> str:
    """What a step confirmed rests on now, by the names that readers know."""
    if step is None or not step.is_confirmed:
        return ""
    slugs = [citation.partition(":")[0] for citation in step.citations]
    return "; ".join(dict.fromkeys(names.get(slug, slug) for slug in slugs))[:500]


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """Show the entry; take the answer once. What is refused comes back as it was typed."""
    link, state = EntryLink.read(token)
    if link is None or state != LinkState.OPEN:
        gone = {"state": state.value, "locality": link and link.locality}
        return render(request, "guidance/entry_gone.html", gone, status=GONE[state])
    # The instance of the form takes on what is typed; the page names the locality as it is.
    context: dict[str, Any] = {"link": link, "locality": link.locality}
    place = Locality.objects.get(pk=link.locality_id)
    if request.method != "POST":
        return render(request, TEMPLATE, {**context, "forms": EntryForms(place)})
    forms_sent = context["forms"] = EntryForms(place, request.POST)
    if not forms_sent.is_valid():
        return render(request, TEMPLATE, {**context, "errors": forms_sent.errors}, status=400)
    if not forms_sent.changed and "right" not in request.POST:
        nothing = _("Nothing is changed. Correct what is wrong, or say that all is right.")
        errors = [{"text": nothing, "href": "#right"}]
        return render(request, TEMPLATE, {**context, "errors": errors}, status=400)
    if not may_send(request, "entry", ANSWERS_PER_HOUR):
        return try_later(render(request, TEMPLATE, {**context, "refused": True}))
    return _take(link, forms_sent.changed)


def _take(link: EntryLink, changed: dict[str, Any]) -> HttpResponse:
    """Keep what the department says for the editors, and let the link be good no longer."""
    with transaction.atomic():
        if link.use():
            Proposal.objects.create(
                locality=link.locality,
                link=link,
                is_by_department=True,
                entry=changed,
                language=get_language() or "",
            )
            log(link.locality, USED, data={"link": link.pk})
    return HttpResponseRedirect(reverse("entry-thanks"))


@never_cache
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Say what happens to the answer."""
    return render(request, "guidance/entry_sent.html")
