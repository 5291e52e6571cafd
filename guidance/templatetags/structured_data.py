"""What search engines read: breadcrumbs, questions and public services as schema.org data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guidance.models import BasePage, Locality
from guidance.templatetags.passages import breadcrumb_items
from guidance.templatetags.site_links import absolute_url

register = template.Library()

# A data block is no script: the content policy lets it pass. Only "<" could end it early.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@register.simple_tag(takes_context=True)
def structured_data(context: Mapping[str, Any]) -> SafeString:
    """The data of this page, in one block."""
    page: BasePage = context["page"]
    graph = [_breadcrumbs(context, page), *_questions(page), *_service(context)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>'
    return mark_safe(script)  # noqa: S308 - every character that matters in HTML is escaped


def _breadcrumbs(context: Mapping[str, Any], page: BasePage) -> dict[str, Any]:
    last = context.get("locality") or context.get("source") or ""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": item["title"],
            "item": absolute_url(context, item["url"]),
        }
        for position, item in enumerate(breadcrumb_items(page, str(last)), start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _questions(page: BasePage) -> list[dict[str, Any]]:
    questions = [
        {
            "@type": "Question",
            "name": item["question"],
            "acceptedAnswer": {"@type": "Answer", "text": strip_tags(item["html"].source)},
        }
        for block in page.body
        if block.block_type == "faq"
        for item in block.value["items"]
    ]
    return [{"@type": "FAQPage", "mainEntity": questions}] if questions else []


def _service(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    locality: Locality | None = context.get("locality")
    if locality is None:
        return []
    area = {"@type": "AdministrativeArea", "name": str(locality.name)}
    return [
        {
            "@type": "GovernmentService",
            "name": _("Issuing of certificates of origin"),
            "serviceType": _("Certificate of origin"),
            "areaServed": area,
            "provider": {
                "@type": "GovernmentOrganization",
                "name": _("Department of Industry and Trade"),
                "areaServed": area,
            },
        }
    ]
