"""What was proposed to be corrected: looked over, agreed or refused, and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from guidance.localities.departments.forms import LocalityForms
from guidance.localities.departments.letters import can_send, send_answer
from guidance.models import Decision, Locality, Proposal
from guidance.models.co_readiness import Status, Step

TEMPLATE = "guidance/admin/proposal.html"
AGREED = "guidance.entry.agreed"
LONGEST_ANSWER = 4000


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of an entry: what stands there, and what the department says."""

    label: str
    before: str
    after: str


def differences(proposal: Proposal) -> list[Difference]:
    """What a department wants otherwise, part by part."""
    locality, entry = proposal.locality, proposal.entry
    if locality is None:
        return []
    fields = locality._meta.get_field
    found = [
        Difference(str(fields(name).verbose_name), str(getattr(locality, name)), value)
        for name, value in entry.get("contact", {}).items()
    ]
    found += [
        Difference(f"{fields('hours').verbose_name} ({code})", locality.hours.get(code, ""), value)
        for code, value in entry.get("hours", {}).items()
    ]
    known = {step.step: step for step in locality.steps()}
    for name, said in entry.get("steps", {}).items():
        step = known.get(name)
        day = step.date.isoformat() if step and step.date else ""
        before = _in_words(step.status if step else "", day)
        after = _in_words(said["status"], said["date"] or "", said["document"])
        found.append(Difference(str(Step(name).label), before, after))
    return found


def _in_words(status: str, day: str, document: str = "") -> str:
    label = str(Status(status).label) if status else ""
    return ", ".join(filter(None, (label, day, document)))


def forms_of(proposal: Proposal, data: Any = None) -> LocalityForms:
    """The entry as the department wants it, for an editor to go over before it is published."""
    forms = LocalityForms(Locality.objects.get(pk=proposal.locality_id), data)
    if data is not None:
        return forms
    entry: Mapping[str, Any] = proposal.entry
    forms.contact.initial.update(entry.get("contact", {}))
    if "hours" in entry:
        forms.contact.initial["hours"] = {**forms.locality.hours, **entry["hours"]}
    for form in forms.steps:
        said = entry.get("steps", {}).get(form.instance.step)
        if said:
            form.initial["status"] = said["status"]
            if said["status"] == Status.CONFIRMED and not form.instance.is_confirmed:
                # What spoke of the step before does not confirm it.
                form.initial["source"] = ""
            form.initial["date"] = parse_date(said["date"] or "")
            form.fields["source"].help_text = _("The department names: %(document)s") % {
                "document": said["document"] or "–"
            }
    return forms


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal beside what stands there; agree or refuse, and answer."""
    proposal = get_object_or_404(Proposal, pk=pk)
    policy = policy_registry.get_by_type(Proposal)
    if not policy.user_has_any_permission(request.user, ("view", "change", "delete")):
        raise PermissionDenied
    may_decide = policy.user_has_permission(request.user, "change") and (
        not proposal.is_by_department
        or policy_registry.get_by_type(Locality).user_has_permission(request.user, "change")
    )
    forms = forms_of(proposal) if proposal.is_by_department and proposal.is_open else None
    context: dict[str, Any] = {
        "proposal": proposal,
        "differences": differences(proposal) if proposal.is_open else [],
        "forms": forms,
        "may_decide": may_decide and proposal.is_open,
        "receiver": receiver_of(proposal),
        "edit_url": edit_url(proposal),
        "correction_url": correction_url(proposal),
        "breadcrumbs": [
            {"url": reverse("proposal:index"), "label": _("proposed corrections")},
            {"url": "", "label": str(proposal)},
        ],
    }
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not may_decide:
        raise PermissionDenied
    if not proposal.is_open:
        messages.error(request, _("This was answered meanwhile. Nothing was changed."))
        return HttpResponseRedirect(request.path)
    context["answer"] = request.POST.get("answer", "").strip()[:LONGEST_ANSWER]
    context["send"] = "send" in request.POST
    if forms is not None:
        context["forms"] = forms_of(proposal, request.POST)
    decision = Decision.AGREED if "agree" in request.POST else Decision.REFUSED
    if problem := _decide(request, context, decision):
        messages.error(request, problem)
        return render(request, TEMPLATE, context, status=422)
    messages.success(request, f"{proposal}: {proposal.get_decision_display()}")
    return HttpResponseRedirect(reverse("proposal:index"))


def _decide(request: HttpRequest, context: dict[str, Any], decision: Decision) -> str:
    """Do what was decided, all of it or nothing; say what stands in the way."""
    proposal, answer = context["proposal"], context["answer"]
    if decision == Decision.REFUSED and not answer:
        return _("Give the reason: whoever proposed it, and the next editor, want to know it.")
    if context["send"] and not answer:
        return _("Write the answer that is to be sent.")
    is_applied = decision == Decision.AGREED and proposal.is_by_department
    forms, receiver = context["forms"], context["receiver"]
    if is_applied and not forms.is_valid():
        return _("Nothing was saved: see what is marked below.")
    with transaction.atomic():
        waiting = Proposal.objects.select_for_update().filter(decision=Decision.OPEN)
        if not waiting.filter(pk=proposal.pk).exists():
            return _("This was answered meanwhile. Nothing was changed.")
        if is_applied:
            forms.save(said_on=proposal.day)
            log(forms.locality, AGREED, user=request.user, data={"proposal": proposal.pk})
        # The last thing that can fail: what is undone must not have been announced.
        if context["send"] and receiver and not send_answer(proposal, receiver, answer):
            transaction.set_rollback(True)
            return _("The mail server did not take the answer. Nothing was saved.")
        proposal.decide(decision, request.user, answer)
        log(proposal, "wagtail.edit", user=request.user)
    return ""


def receiver_of(proposal: Proposal) -> str:
    """Where an answer can be sent from here: the sender, or a department's address on file."""
    if not (proposal.is_open and can_send()):
        return ""
    on_file = proposal.locality.email if proposal.is_by_department and proposal.locality else ""
    return proposal.email or on_file


def edit_url(proposal: Proposal) -> str:
    """Where what it is about is edited."""
    if proposal.locality_id:
        return reverse("wagtailsnippets_guidance_locality:edit", args=[proposal.locality_id])
    if proposal.page_id:
        return reverse("wagtailadmin_pages:edit", args=[proposal.page_id])
    return ""


def correction_url(proposal: Proposal) -> str:
    """Where a public correction is made of it."""
    return f"{reverse('wagtailsnippets_guidance_correction:add')}?proposal={proposal.pk}"
