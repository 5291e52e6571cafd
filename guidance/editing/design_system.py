"""A living page of every component and block that draws, for editors and developers.

It is in no menu, no sitemap and no search index. The examples are those the tests render.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from guidance.blocks.pictures import (
    BoardBlock,
    FormsBlock,
    InvoiceBlock,
    JourneyBlock,
    LanesBlock,
    NameplateBlock,
    RangesBlock,
)
from guidance.text.languages import WRITTEN_IN

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
MATERIALS = (
    *("paper", "sheet", "tint", "ink", "ink2", "rule", "edge", "lac", "river", "gold", "leaf"),
    *("son", "cham", "seen", "mark", "focus", "board", "board2", "foot", "shell", "shell2"),
    *("flap", "railit", "railco"),
)
DRAWN = (
    *(BoardBlock, JourneyBlock, LanesBlock, NameplateBlock, InvoiceBlock, RangesBlock, FormsBlock),
)
_CONTRACT = re.compile(r"{% comment %}\n(.*?)\n{% endcomment %}", re.DOTALL)

LINK = {
    "title": "An act",
    "text": "An act",
    "url": "/x/",
    "href": "/x/",
    "label": "Y",
}
FACT = {"key": "Copy", "value": "Original", "href": "/x/", "action": "Change", "hidden": "copy"}
PART = {"title": "Read the code", "html": "<p>Eight digits.</p>", "facts": [FACT], "hint": "First"}


class Sample(forms.Form):
    """One field of each kind that the components draw."""

    state = forms.ChoiceField(
        help_text="See the invoice.",
        choices=[("used", "Used <once>"), ("unknown", "I don't know")],
        widget=forms.RadioSelect,
    )
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    place = forms.ChoiceField(choices=[("dong-nai", "Đồng Nai")])
    code = forms.CharField(max_length=12, help_text="Dots are fine.")
    words = forms.CharField(widget=forms.Textarea)


FORM = Sample({})
EXAMPLES: dict[str, dict[str, Any]] = {
    "back-link": {"href": "/check/"},
    "bar": {"start": 10, "stop": 60, "open": True},
    "breadcrumbs": {"items": [LINK, {"title": "Here"}]},
    "button": {"text": "Continue", "variant": "start", "icon": "copy"},
    "callout": {"kind": "unknown", "html": "<p>Ask.</p>"},
    "checkboxes": {"field": FORM["many"], "filter_label": "Find"},
    "checklist": {"items": [PART]},
    "choice": {"choice": next(iter(FORM["state"])), "kind": "radios", "type": "radio"},
    "citation-list": {
        "items": [LINK | {"evidence": "secondary", "wording": "Điều 28", "note": "?"}]
    },
    "contact-card": {"title": "Ministry", "rows": [FACT, {"key": "Phone", "value": ""}]},
    "details": {"title": "Why we ask", "html": "<p>Because.</p>"},
    "drawing": {"name": "used"},
    "error-message": {"id": "e", "errors": ["Choose one"]},
    "error-summary": {"form": FORM},
    "evidence-badge": {"level": "official", "href": "/x/", "label": "An act"},
    "filter": {"label": "Find", "target": "list"},
    "icon": {"name": "stop"},
    "inset": {"text": "Aside"},
    "label": {"id": "x", "text": "Code", "heading": True},
    "notification-banner": {"id": "n", "text": "Saved", "kind": "success"},
    "pagination": {"previous": LINK, "next": {"url": "/y/"}},
    "print-block": {"url": "https://x/", "date": datetime.date(2026, 11, 22), "version": 1},
    "qr": {"svg": "<svg></svg>", "url": "https://x/"},
    "radios": {"field": FORM["state"], "heading": True, "divider_before": "unknown"},
    "reviewed": {
        "reviewed": datetime.date(2026, 11, 29),
        "due": datetime.date(2027, 2, 22),
        "changes": [(datetime.date(2026, 12, day), "The fee falls.") for day in (5, 1)],
    },
    "search-form": {"id": "s", "query": '"><script>', "large": True},
    "select": {"field": FORM["place"]},
    "share-box": {"url": "https://x/?a=1&b=2"},
    "steps": {"items": [PART]},
    "table": {"id": "t", "caption": "List", "header": ["Code", "Goods"], "rows": [["8471", "PC"]]},
    "suggest": {"address": "/search/suggest/"},
    "tag": {"text": "Confirmed", "kind": "good"},
    "text-input": {"field": FORM["code"], "inputmode": "numeric", "width": 10},
    "textarea": {"field": FORM["words"]},
    "timeline": {"items": [PART | {"date": datetime.date(2025, 10, 31)}]},
    "warning": {"text": "You may be fined."},
}


@require_safe
def design_system(request: HttpRequest) -> HttpResponse:
    """Show each component with its contract, the materials, and the blocks that draw."""
    shown = [
        (
            name,
            contract(name),
            mark_safe(render_to_string(f"components/{name}.html", values, request)),  # noqa: S308
        )
        for name, values in sorted(EXAMPLES.items())
    ]
    blocks = []
    for kind in DRAWN:
        block = kind()
        value = block.to_python(block.meta.preview_value)
        blocks.append((block.label, block.meta.description, block.render(value)))
    context = {
        "written_in": WRITTEN_IN,
        "materials": MATERIALS,
        "components": shown,
        "blocks": blocks,
    }
    return render(request, "guidance/design_system.html", context)


def contract(name: str) -> str:
    """The first comment of a component: what it is and takes."""
    found = _CONTRACT.match((COMPONENTS / f"{name}.html").read_text(encoding="utf-8"))
    return found[1] if found else ""
