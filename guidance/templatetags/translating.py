"""What the editor of a translation shows beside its texts."""

from __future__ import annotations

from typing import Any

from django import template

from guidance.translation.fresh import marked
from guidance.translation.locks import closed, lock_of
from guidance.translation.notes import told
from guidance.translation.workbench import Workbench, fresh_in_review, workbench

register = template.Library()


@register.simple_tag(name="workbench")
def workbench_of(translation: Any, page: Any, user: Any) -> Workbench:
    """What somebody may do with a translation as it stands."""
    return workbench(translation, page, user)


register.filter("told", told)
register.filter("closed", closed)
register.filter("marked", marked)
register.simple_tag(fresh_in_review)
register.simple_tag(lock_of, name="lock_of")
