"""Blocks of a form that cannot be read: an error of the form, no fault.

Wagtail reads `body-count` and the like without asking whether they are there, and takes the JSON of
a rich text for what its own editor makes: a form that was cut off on its way, or made by hand, was
an error of the server. What cannot be read is never taken for
an empty text: the form says so, and shows what was stored before.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.error import ExporterException
from wagtail.blocks.base import BlockField, BlockWidget

from guidance.delivery.misread import UNREAD

logger = logging.getLogger(__name__)

MESSAGE = _("The form came incomplete, and nothing was saved. Load the page again.")


class Incomplete:
    """In the place of a value that could not be read."""


_read, _clean, _has_changed = (
    BlockWidget.value_from_datadict,
    BlockField.clean,
    BlockField.has_changed,
)


def read(widget: BlockWidget, data: Any, files: Any, name: str) -> Any:
    """The blocks of a form, or a mark that they cannot be read."""
    try:
        return _read(widget, data, files, name)
    except (*UNREAD, TypeError, ExporterException):
        # It may be a block of ours that is at fault: whoever runs the site can tell.
        logger.warning("Not read: the blocks of %s", name, exc_info=True)
        return Incomplete()


def clean(field: BlockField, value: Any) -> Any:
    """The blocks, or an error of the form."""
    if isinstance(value, Incomplete):
        raise ValidationError(MESSAGE, code="incomplete")
    return _clean(field, value)


def has_changed(field: BlockField, initial: Any, data: Any) -> bool:
    """Whether the blocks are others than before; what cannot be read counts as changed."""
    return isinstance(data, Incomplete) or bool(_has_changed(field, initial, data))


def bound_data(_field: BlockField, data: Any, initial: Any) -> Any:
    """What the form shows again: what was sent, or, if that cannot be read, what was stored."""
    return initial if isinstance(data, Incomplete) else data


def install() -> None:
    """Let every field of blocks read so; once or again."""
    BlockWidget.value_from_datadict = read
    BlockField.clean = clean
    BlockField.has_changed = has_changed
    BlockField.bound_data = bound_data
