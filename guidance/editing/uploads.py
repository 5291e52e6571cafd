"""What editors upload: a file must hold what its name says, and must not grow when opened.

Wagtail compares the names of files with a list; here their content is compared with the name.
"""

from __future__ import annotations

import codecs
import struct
import zipfile
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from guidance.delivery.packed_files import BROKEN_PACKAGE, PackageLimits, TooLargeError

# Pillow refuses twice this number, before it decodes anything.
Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2

PIECE = 1 << 16
# What a package of office files may hold once unpacked; it is opened by readers' own programs.
LIMITS = PackageLimits(parts=10_000, unpacked=200 * 1024 * 1024, growth=200)
# A part that every file of the kind has.
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
# Programs inside an office file; where they lie differs, their name does not.
MACROS = ("vbaproject.bin", "basic/script-lc.xml")
# What Pillow's decoders raise for a file that is cut off or made up.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error)


class DocumentForm(BaseDocumentForm):
    """The form of every door to a document: one file, many at once, the chooser."""

    def _post_clean(self) -> None:
        """Refuse a file that does not hold what its name says.

        Only now: without a file, the document would complain of its missing name as well.
        """
        super()._post_clean()
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data and "file" not in self.errors:
            try:
                check_document(file, file.name.rpartition(".")[2].lower())
            except ValidationError as error:
                self.add_error("file", error)


class ImageField(WagtailImageField):
    """Wagtail's own check of name, kind and size, for which it decodes the whole image."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse an image that cannot be decoded, instead of failing."""
        try:
            super().check_image_pixel_size(f)
        except UNREADABLE as error:
            message = _("This image is damaged and cannot be read.")
            raise ValidationError(message, code="content") from error


class ImageForm(BaseImageForm):
    """The form of every door to an image."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Use our field, where there is one: the titles of many are changed without the files."""
        super().__init__(*arguments, **options)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = ImageField(
                label=old.label, required=old.required, widget=old.widget, initial=old.initial
            )


def check_document(file: IO[bytes], extension: str) -> None:
    """Raise ValidationError unless the content is what the extension says."""
    check = CHECKS.get(extension)
    file.seek(0)
    try:
        fits = check is not None and check(file, extension)
    finally:
        file.seek(0)
    if not fits:
        message = _("This file does not hold what its name says: it is not a valid .%(extension)s.")
        raise ValidationError(message, code="content", params={"extension": extension})


def _is_pdf(file: IO[bytes], _extension: str) -> bool:
    return file.read(PIECE).lstrip().startswith(b"%PDF-")


def _is_text(file: IO[bytes], _extension: str) -> bool:
    """Whether it is UTF-8 without the sign that no text holds. Other encodings are guesswork."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while piece := file.read(PIECE):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_office(file: IO[bytes], extension: str) -> bool:
    """Whether it is a sound package of the kind, without programs in it."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = {part.filename.lower(): part for part in package.infolist()}
            LIMITS.refuse_excess(package)
            if any(name.endswith(MACROS) for name in parts):
                raise ValidationError(_("Files with macros are not accepted."), code="macros")
            if extension in OFFICE:
                return OFFICE[extension] in parts and "[content_types].xml" in parts
            # Not unpacked further than the words it must be.
            with package.open("mimetype") as kind:
                return kind.read(len(ODT_TYPE) + 1) == ODT_TYPE
    except TooLargeError as error:
        message = _("This file would be far too large when opened.")
        raise ValidationError(message, code="bomb") from error
    except BROKEN_PACKAGE:
        return False


CHECKS: dict[str, Callable[[IO[bytes], str], bool]] = {
    "csv": _is_text,
    "docx": _is_office,
    "odt": _is_office,
    "pdf": _is_pdf,
    "txt": _is_text,
    "xlsx": _is_office,
}
