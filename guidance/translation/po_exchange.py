"""PO files for wagtail-localize, checked before use."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polib
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import (
    download_pofile,
    upload_pofile,
    user_can_edit_instance,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from guidance.delivery.misread import hands_on
from guidance.translation.renewal import drop_blank, is_blank, taken_over

IDENTITY = "X-WagtailLocalize-TranslationID"
LARGEST_FILE = 5 * 1024 * 1024
PO_IMPORTED = "guidance.translation.po"


class RefusedFileError(ValueError):
    """A file that cannot be taken; says why, in the language of whoever sent it."""


@require_POST
@hands_on
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take a PO file if it belongs to this translation; else say why not and change nothing."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    file: Any = request.FILES.get("file")
    try:
        foreign = check(read(file), translation)
    except RefusedFileError as refusal:
        messages.error(request, str(refusal))
        following = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
        return HttpResponseRedirect(following)
    file.seek(0)
    with transaction.atomic():
        response: HttpResponse = upload_pofile(request, translation_id)
        file.seek(0)
        page = translation.get_target_instance()
        log(page, PO_IMPORTED, user=request.user, data={"file": Path(file.name or "").name[:120]})
        confirm(read(file), translation)
        drop_blank(translation)
    if foreign:
        text = _("%(count)d texts of the file are no longer on the page; they were left out.")
        messages.warning(request, text % {"count": foreign})
    return response


def download(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The PO file of a translation, in which a translation of an earlier text is marked as such."""
    response: HttpResponse = download_pofile(request, translation_id)
    translation = Translation.objects.get(pk=translation_id)
    marked = {(row.translation_of.data, row.context.path) for row in taken_over(translation)}
    if marked:
        po = polib.pofile(response.content.decode())
        for entry in po:
            if (entry.msgid, entry.msgctxt) in marked:
                entry.flags.append("fuzzy")
        response.content = str(po)
    return response


def confirm(po: polib.POFile, translation: Translation) -> None:
    """Take the mark from what came back as it was, and was found to be right."""
    right = {(entry.msgid, entry.msgctxt): entry.msgstr for entry in po if entry.translated()}
    for row in taken_over(translation):
        if right.get((row.translation_of.data, row.context.path)) == row.data:
            row.has_error, row.field_error = False, ""
            row.save()


def read(file: UploadedFile[Any] | None) -> polib.POFile:
    """Read a file as PO, whatever is in it."""
    if file is None:
        raise RefusedFileError(_("Choose the PO file that the translator sent back."))
    if (file.size or 0) > LARGEST_FILE:
        raise RefusedFileError(_("This file is larger than any PO file of this site."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "received.po")
        content = file.read()
        damaged = RefusedFileError(
            _("This is not a PO file, or it is damaged. Nothing was changed.")
        )
        if is_cut_off(content):
            raise damaged
        path.write_bytes(content)
        try:
            return polib.pofile(str(path))
        except (OSError, ValueError, LookupError) as error:
            raise damaged from error


def is_cut_off(content: bytes) -> bool:
    """Whether a text does not end: polib would take what is left of it for the whole."""
    lines = (line.strip() for line in content.splitlines())
    return any(line and not line.startswith(b"#") and not line.endswith(b'"') for line in lines)


def check(po: polib.POFile, translation: Translation) -> int:
    """Refuse what is not of this translation; count the texts that its page no longer has."""
    name = po.metadata.get(IDENTITY)
    if name is None:
        raise RefusedFileError(
            _(
                "This PO file does not say which page it belongs to. "
                "The first lines of the file that is downloaded here must stay as they are."
            )
        )
    if name != str(translation.uuid):
        raise RefusedFileError(_("This PO file belongs to another page or another language."))
    filled = {
        (entry.msgid, entry.msgctxt)
        for entry in po
        if not is_blank(entry.msgstr, entry.msgid) and not entry.obsolete
    }
    if not filled:
        raise RefusedFileError(_("No text in this PO file is translated."))
    segments = translation.source.stringsegment_set.values_list("string__data", "context__path")
    foreign = filled - set(segments)
    if foreign == filled:
        raise RefusedFileError(_("None of the texts of this PO file is on the page."))
    return len(foreign)


class UpdateTranslations(UpdateTranslationsView):
    """Hands a changed original to its translations, as drafts: publishing would show Vietnamese.

    Who may read a page is settled where it is published (`workbench`).
    """

    def get_form(self) -> Any:
        """Do not offer to publish at once."""
        form = super().get_form()
        field = form.fields["publish_translations"]
        field.disabled = True
        field.help_text = _("Not before the changed texts are translated: publish each page then.")
        return form

    @transaction.atomic
    def form_valid(self, _form: Any) -> HttpResponse:
        """Take the texts alone: wagtail-localize would change who may read the live pages too."""
        self.object.update_from_db()
        messages.success(self.request, self.get_success_message())
        return HttpResponseRedirect(self.get_success_url() or self.get_default_success_url())
