"""The form of a bundle: its time, and the drafts to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import policy_registry

from guidance.models import Bundle, BundleItem
from guidance.models.bundles import named

SEPARATOR = "-"


def drafts(user: Any) -> Iterator[tuple[str, str, Any]]:
    """Every draft with changes that somebody may edit: value, label, object."""
    records = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    # Records first: pages may speak of rules that go live with them.
    for model in (*records, Page):
        policy = policy_registry.get_by_type(model)
        for item in policy.instances_user_has_any_permission_for(user, {"change", "publish"}):
            if item.has_unpublished_changes or not item.live:
                specific = getattr(item, "specific_deferred", item)
                kind = ContentType.objects.get_for_model(specific, for_concrete_model=False)
                yield f"{kind.pk}{SEPARATOR}{item.pk}", named(specific), item


class BundleForm(WagtailAdminModelForm):
    """Title, time and drafts; each draft chosen as it stands now."""

    members = forms.MultipleChoiceField(
        label=_("drafts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They go live as they are now. Save the bundle again to take later changes."),
    )

    class Meta:
        """The columns an editor fills."""

        model = Bundle
        fields = ["title", "go_live_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what may be edited, tick what was chosen."""
        super().__init__(*args, **kwargs)
        self.offered = {value: (label, item) for value, label, item in drafts(self.for_user)}
        kept = self.instance.items.all() if self.instance.pk else []
        chosen = {f"{item.content_type_id}{SEPARATOR}{item.object_id}": item for item in kept}
        choices = {value: label for value, (label, _item) in self.offered.items()}
        choices |= {value: str(item) for value, item in chosen.items() if value not in choices}
        self.fields["members"].choices = list(choices.items())
        self.initial["members"] = list(chosen)

    def clean(self) -> dict[str, Any]:
        """Refuse to change what is released or published."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and not self.instance.is_open:
            message = _("A released bundle is not changed. Take it back first.")
            raise forms.ValidationError(message)
        return cleaned

    def save(self, commit: bool = True) -> Bundle:
        """Save the bundle with exactly these drafts."""
        with transaction.atomic():
            bundle: Bundle = super().save(commit=commit)
            bundle.items.all().delete()
            for value in self.cleaned_data["members"]:
                self._add(bundle, value)
        return bundle

    def _add(self, bundle: Bundle, value: str) -> None:
        """Take one draft as it stands; one that is gone stays in the bundle as missing."""
        label, item = self.offered.get(value, (value, None))
        kind, _separator, key = value.partition(SEPARATOR)
        revision = None
        if item is not None:
            revision = item.latest_revision or item.save_revision(user=self.for_user)
        BundleItem.objects.create(
            bundle=bundle,
            content_type_id=int(kind),
            object_id=key,
            label=label[:255],
            revision=revision,
        )
