"""Boxes for days in every form of the editors' side: how a day is written there stands in the box.

Wagtail's calendar writes today into a box it cannot read as soon as somebody leaves it, and the
form then saves a day that nobody typed. Here the box keeps what was typed, and the form reads or
refuses it. All boxes are of two classes, those of blocks and filters included, so both are told so
in one place.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

WRITTEN = {AdminDateInput: _("dd/mm/yyyy"), AdminDateTimeInput: _("dd/mm/yyyy hh:mm")}
CONFIGS = {kind: kind.get_config for kind in WRITTEN}


def config(box: Any) -> dict[str, Any]:
    """What the calendar is told: to leave what was typed, and how to name the way of writing."""
    kind = next(kind for kind in WRITTEN if isinstance(box, kind))
    return {**CONFIGS[kind](box), "validateOnBlur": False, "written": str(WRITTEN[kind])}


def media(_box: Any) -> forms.Media:
    """The calendar, and what shows in the box how a day is written."""
    scripts = ["wagtailadmin/js/date-time-chooser.js", "guidance/date_boxes.js"]
    return forms.Media(js=[versioned_static(script) for script in scripts])


def install() -> None:
    """Let every box for a day be so; once or again."""
    for kind in WRITTEN:
        kind.get_config = config
        kind.media = property(media)
