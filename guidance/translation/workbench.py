"""The editor of a translation: what may be done with it, and who did it.

wagtail-localize itself only publishes, in nobody's name. Here a translation is also kept as a
draft, submitted and reviewed, like every other page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import messages
from wagtail.admin.api.urls import admin_api
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.edit_translation import (
    edit_override,
    preview_translation,
    user_can_edit_instance,
)
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from guidance.delivery.misread import MISREAD, hands_on
from guidance.models import HomePage
from guidance.models.decided import say_decided
from guidance.models.sent_back import REJECT, SentBackForm
from guidance.text.slugs import slug
from guidance.translation.fresh import Fresh, fresh, shown_since
from guidance.translation.locks import lock_of
from guidance.translation.renewal import Change, changes, drop_blank, progress

APPROVE = "approve"
UNUSABLE = gettext_lazy("A value set for this language alone cannot be used. Choose another.")

logger = logging.getLogger(__name__)


def translation_of(page: Page) -> Translation | None:
    """The translation that a page is edited as; none for an original, or a page of its own."""
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    return found.select_related("source", "target_locale").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """What the editor of one translation shows beside its texts."""

    total: int
    translated: int
    changes: list[Change]
    # Of a page in review: what its readers do not see yet.
    fresh: list[Fresh]
    state: str
    lock: str
    may_save: bool
    # Whatever is missing: whoever submits is told, and need not load the page anew to find out.
    may_submit: bool
    may_review: bool

    @property
    def missing(self) -> int:
        """Texts without a translation."""
        return self.total - self.translated


def workbench(translation: Translation, page: Page, user: Any) -> Workbench:
    """What somebody may do with a translation as it stands."""
    total, translated = progress(translation)
    lock = lock_of(page, user)
    actions = _review_actions(page, user)
    return Workbench(
        total=total,
        translated=translated,
        changes=list(changes(translation)),
        fresh=fresh_in_review(translation, page),
        state=_state(page),
        lock=lock,
        may_save=not lock and page.permissions_for_user(user).can_edit(),
        may_submit=not lock
        and page.permissions_for_user(user).can_submit_for_moderation()
        and not page.workflow_in_progress
        and has_news(translation, page),
        may_review=bool(actions),
    )


def fresh_in_review(translation: Translation, page: Page) -> list[Fresh]:
    """What is new in a page that is in review; for others, `changes` says what is to be done."""
    return list(fresh(translation, page)) if page.workflow_in_progress else []


def has_news(translation: Translation, page: Page) -> bool:
    """Whether a translation says, or should say, what its readers do not see yet."""
    shown = shown_since(page)
    if page.has_unpublished_changes or shown is None:
        return True
    if translation.source.last_updated_at > shown:
        return True
    saved = {
        "locale": translation.target_locale_id,
        "context__object_id": translation.source.object_id,
        "updated_at__gt": shown,
    }
    return (
        StringTranslation.objects.filter(**saved).exists()
        or SegmentOverride.objects.filter(**saved).exists()
    )


def _state(page: Page) -> str:
    state = page.current_workflow_state
    if state is None:
        return ""
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        comment = state.current_task_state and state.current_task_state.comment
        asked = _("Changes were asked for.")
        return f"{asked} {comment}" if comment else asked
    return _("Submitted, waits for its review.")


def _review_actions(page: Page, user: Any) -> set[str]:
    task = page.current_workflow_task
    if task is None:
        return set()
    names = {name for name, _label, _modal in task.get_actions(page, user)}
    return names & {APPROVE, REJECT}


def act(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Do what was asked in the editor of a translation; None leaves it to wagtail-localize."""
    if request.method != "POST":
        return None
    translation = translation_of(page)
    action = _ACTIONS.get(request.POST.get("action", ""))
    if translation is None:
        return None
    if "revision" in request.POST:
        # Of the form for an earlier version: wagtail-localize would drop what it says in silence.
        text = _("Nothing was changed. Copy what you need from the earlier version to here.")
        messages.error(request, text)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    if action is None:
        return None
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if lock := lock_of(page, request.user):
        messages.error(request, lock)
    else:
        action(request, page, translation)
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _missing(translation: Translation) -> int:
    total, translated = progress(translation)
    return total - translated


def _refuse(request: HttpRequest, missing: int) -> None:
    text = ngettext(
        "%(count)d text is not translated yet, or its translation is faulty.",
        "%(count)d texts are not translated yet, or their translation is faulty.",
        missing,
    )
    messages.error(request, text % {"count": missing})


def _draft(request: HttpRequest, page: Page, translation: Translation) -> Any:
    """The texts as a draft of the page, logged; None when they do not make a page.

    `Translation.save_target` writes a draft into the page itself, where readers see it at once: it
    is called nowhere. What is live stays word for word, of a page that showed its original too.
    """
    source = translation.source
    with transaction.atomic():
        if page.alias_of_id:
            ConvertAliasPageAction(page.specific, user=request.user).execute()
        drop_blank(translation)
        try:
            with transaction.atomic():
                draft = _translated(translation)
                _check(draft)
            revision = draft.save_revision(user=request.user, log_action=True)
        except ValidationError as error:
            messages.error(request, "; ".join(error.messages))
            return None
        except (*MISREAD, TypeError):
            logger.exception("No page can be made of translation %s", translation.pk)
            messages.error(request, UNUSABLE)
            return None
        if not page.live:
            _share_restrictions(page, translation)
        TranslationLog.objects.create(
            source=source, locale=translation.target_locale, revision=revision
        )
    return revision


def _share_restrictions(page: Page, translation: Translation) -> None:
    """Let those read a translation who may read its original: before it is live, or published."""
    source = translation.source
    source.sync_view_restrictions(source.get_source_instance(), page)


def _save(request: HttpRequest, page: Page, translation: Translation) -> None:
    if _draft(request, page, translation):
        messages.success(request, _("Kept as a draft. Readers see it once it is published."))


def _submit(request: HttpRequest, page: Page, translation: Translation) -> None:
    if not page.permissions_for_user(request.user).can_submit_for_moderation():
        raise PermissionDenied
    if missing := _missing(translation):
        _refuse(request, missing)
        return
    if not _draft(request, page, translation):
        return
    fresh = Page.objects.get(pk=page.pk).specific
    state = fresh.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(request.user)
    elif not fresh.workflow_in_progress:
        fresh.get_workflow().start(fresh, request.user)
    messages.success(request, _("Submitted. Whoever reviews it publishes it."))


def _publish(request: HttpRequest, page: Page, translation: Translation) -> None:
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if missing := _missing(translation):
        _refuse(request, missing)
        return
    revision = _draft(request, page, translation)
    if revision:
        _share_restrictions(page, translation)
        # By name: wagtail-localize publishes as nobody.
        revision.publish(user=request.user)
        messages.success(request, _("Published."))


def keep_for_approval(request: HttpRequest, page: Page, translation: Translation) -> bool:
    """Keep the texts as they stand on the screen, with the reviewer's words: they are approved.

    False, and a message, if they make no page that can be published.
    """
    if missing := _missing(translation):
        _refuse(request, missing)
        return False
    if not _draft(request, page, translation):
        return False
    _share_restrictions(page, translation)
    return True


def _review(request: HttpRequest, page: Page, translation: Translation) -> None:
    action = request.POST["action"]
    if action not in _review_actions(page, request.user):
        raise PermissionDenied
    form = SentBackForm(request.POST)
    if action == REJECT and not form.is_valid():
        messages.error(request, " ".join(form.errors["comment"]))
        return
    with transaction.atomic():
        if action == APPROVE and not keep_for_approval(request, page, translation):
            return
        page.current_workflow_task.on_action(
            page.current_workflow_task_state,
            request.user,
            action,
            comment=request.POST.get("comment", "").strip()[:2000],
        )
    say_decided(request, page)


_ACTIONS: Mapping[str, Callable[[HttpRequest, Page, Translation], None]] = {
    "save": _save,
    "submit": _submit,
    "publish": _publish,
    APPROVE: _review,
    REJECT: _review,
}


_wagtails_own = admin_api.wrap_view(PagesAdminAPIViewSet.as_view({"get": "detail_view"}))


def page_named(request: HttpRequest, pk: int) -> HttpResponse:
    """A page as Wagtail tells of it; its name alone to those for whom Wagtail has no such page.

    The texts stand beside pages that the original leads to. A translator works on none of them,
    and reads them as everybody does.
    """
    told: HttpResponse = _wagtails_own(request, pk=pk)
    if told.status_code != HTTPStatus.NOT_FOUND:
        return told
    page = Page.objects.live().public().filter(pk=pk).first()
    if page is None or not languages_of(request.user):
        return told
    return JsonResponse({"id": page.pk, "title": page.title})


@require_safe
def standing(request: HttpRequest, translation_id: int) -> HttpResponse:
    """What stands above the texts, as it is now: for a script, after each text that was saved."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not user_can_edit_instance(request.user, page):
        raise PermissionDenied
    context = {"translation": translation, "instance": page}
    return render(request, "guidance/admin/workbench.html", context)


def convert(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let a page show its original again: for who may publish, since readers see it at once."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    response: HttpResponse = convert_to_alias(request, page_id)
    return response


@csrf_exempt  # As its own is, which then asks for the token itself.
@hands_on
def override(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> Any:
    """Take a value for one language alone, if a page can be made with it; else keep the former.

    wagtail-localize stores whatever comes, and then nobody can open or save the translation.
    """
    with transaction.atomic():
        response = edit_override(request, translation_id, overridable_segment_id)
        if request.method != "PUT" or response.status_code >= 400:
            return response
        translation = Translation.objects.get(pk=translation_id)
        try:
            with transaction.atomic():
                _check(_translated(translation))
        except (*MISREAD, TypeError, ValidationError):
            transaction.set_rollback(True)
            return JsonResponse({"error": str(UNUSABLE)}, status=400)
    return response


def preview(request: HttpRequest, translation_id: int, mode: str | None = None) -> HttpResponse:
    """Show a translation, or say that a value stored for its language alone spoils it."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not user_can_edit_instance(request.user, page):
        raise PermissionDenied
    try:
        _check(_translated(translation))
    except (*MISREAD, TypeError, ValidationError):
        messages.error(request, UNUSABLE)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    response: HttpResponse = preview_translation(request, translation_id, mode)
    return response


def _translated(translation: Translation) -> Page:
    """The page with its texts, unsaved."""
    page: Page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    page.draft_title = page.title
    page.slug = slug(page.slug)
    return page


def _check(page: Page) -> None:
    """Read what is chosen on a page: blocks are read no sooner than somebody asks."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            list(field.extract_references(field.value_from_object(page)))


@require_POST
def begin(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Begin the translation of a page into a language that whoever asks may write in."""
    original = get_object_or_404(Page.objects.live(), pk=page_id).specific
    locale = get_object_or_404(Locale, language_code=language)
    if locale == original.locale or language not in languages_of(request.user):
        raise Http404 if locale == original.locale else PermissionDenied
    page = started(request, original, locale)
    if page is None:
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@transaction.atomic
def started(request: HttpRequest, original: Page, locale: Locale) -> Page | None:
    """The page that translates another into a language, with a draft of the texts it has.

    A page that is there already stays as it is, unless it only shows its original. None, and a
    message, where that is locked, or where the page above is not there in the language.
    """
    page = original.get_translation_or_none(locale)
    if page is not None and not page.alias_of_id:
        return page
    if lock := lock_of(page, request.user):
        messages.error(request, lock)
        return None
    try:
        # Not with the pages above it: they would be copied as they are, live.
        page = page or original.copy_for_translation(locale)
    except ParentNotTranslatedError:
        text = _("“%(page)s” is not translated yet. Begin with that page, which stands above.")
        messages.error(request, text % {"page": original.get_parent().title})
        return None
    source, _created = TranslationSource.get_or_create_from_instance(original)
    if not source.translations.exists():
        # Nobody renewed it while nobody translated it.
        source.update_from_db()
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    _draft(request, page.specific, translation)
    return page


class SubmitPage(SubmitPageTranslationView):
    """Begins a page, and if asked for those below it, in several languages, as `begin` does.

    wagtail-localize would write what it remembers into every page below, where readers see it.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Begin each, and go on as wagtail-localize does."""
        locales = list(form.cleaned_data["locales"])
        if not {locale.language_code for locale in locales} <= set(languages_of(self.request.user)):
            raise PermissionDenied
        originals = [self.object]
        if form.cleaned_data["include_subtree"]:
            originals += self.object.get_descendants().specific()
        for locale in locales:
            begun = started(self.request, self.object, locale)
            if begun is None:
                continue
            for original in originals[1:]:
                started(self.request, original, locale)
            text = self.get_success_message(locale.get_display_name())
            messages.success(self.request, text)
        begun = self.object.get_translation_or_none(locales[0]) if len(locales) == 1 else None
        following = self.get_success_url() or self.get_default_success_url(begun)
        return HttpResponseRedirect(following)


def languages_of(user: Any) -> list[str]:
    """The languages in which somebody may add pages."""
    homes: Iterable[Page] = HomePage.objects.select_related("locale").order_by("path")
    return [
        home.locale.language_code
        for home in homes
        if home.permissions_for_user(user).can_add_subpage()
    ]
