"""What the form of a rule set sends: each entry as one field, as the browser keeps it folded."""

from __future__ import annotations

import json
from typing import Any

from wizard.drafts.models.documents import STREAMS
from wizard.models import RuleSetDocument

HEAD = ("key", "version", "in_force_from", "in_force_until", "reviewed", "goods_list")


def form_data(document: RuleSetDocument, **extra: Any) -> dict[str, Any]:
    """Write a document as the form sends it, with further fields such as the action."""
    data: dict[str, Any] = {name: getattr(document, name) or "" for name in HEAD}
    for section in (*STREAMS, "expected"):
        value = getattr(document, section)
        states = value.stream_block.get_form_state(value)
        data[f"{section}-count"] = len(states)
        for index, state in enumerate(states):
            data |= entry(f"{section}-{index}", index, state)
    return data | extra


def entry(prefix: str, order: int, state: dict[str, Any]) -> dict[str, Any]:
    """Write one entry: folded, or as open fields where the section has no fold."""
    data = {
        f"{prefix}-deleted": "",
        f"{prefix}-order": order,
        f"{prefix}-type": state["type"],
        f"{prefix}-id": state["id"],
    }
    if state["type"] != "wording":
        return {**data, f"{prefix}-value-collapsed": json.dumps(state["value"])}
    wording = state["value"]
    for name in ("title", "change_note"):
        data |= texts(f"{prefix}-value-{name}", wording.get(name) or {})
    for name, value in (wording.get("assessment") or {}).items():
        field = f"{prefix}-value-assessment-{name}"
        if isinstance(value, dict):
            data |= texts(field, value)
        elif value not in (None, False):
            data[field] = "on" if value is True else value
    status = wording.get("legal_status") or {}
    return {
        **data,
        **texts(f"{prefix}-value-legal_status-text", status.get("text") or {}),
        f"{prefix}-value-legal_status-basis": status.get("basis") or [],
    }


def texts(name: str, value: dict[str, str]) -> dict[str, str]:
    """Write one text in every language."""
    return {f"{name}-{code}": text for code, text in value.items()}
