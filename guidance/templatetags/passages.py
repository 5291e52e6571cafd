"""What page and block templates need: passages with sources, breadcrumbs, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.rich_text import expand_db_html

from guidance.models.base import BasePage
from guidance.models.citations import Cited
from guidance.models.glossary import FirstUses
from guidance.models.passages import anchor
from guidance.text.addresses import fixed_url, in_language
from guidance.text.evidence import Evidence
from guidance.text.first_uses import marked
from guidance.text.languages import LANGUAGES, reader_language
from guidance.text.qr_code import qr_svg
from guidance.text.self_assessments import SelfAssessment, self_assessments

register = template.Library()

_PAGE_LINK = re.compile(r'<a linktype="page" id="(\d+)"')
_WHOLE_PAGE_LINK = re.compile(r'<a linktype="page" id="(\d+)"[^>]*>(.*?)</a>', re.DOTALL)
_SUBHEADING = re.compile(r"<h3[^>]*>(.*?)</h3>", re.DOTALL)
# An address of this site as somebody pasted it, with or without its host. In the translation of a
# text, which keeps it, it must lead to the reader's language.
_OWN_ADDRESS = re.compile(
    rf'href="(?:{re.escape(settings.WAGTAILADMIN_BASE_URL)})?(/(?:{"|".join(LANGUAGES)})/[^"]*)"'
)
Context = Mapping[str, Any]


@register.filter(name="anchor")
def anchor_of(text: str) -> str:
    """The id of a heading."""
    return anchor(str(text))


@register.simple_tag(takes_context=True)
def passage_html(context: Context, value: Mapping[str, Any]) -> SafeString:
    """The rich text of a block with its sources below; its subheadings have ids."""
    level = context.get("level", 3)
    source = value["html"].source if value.get("html") else ""
    urls: Mapping[int, str] = context.get("page_urls") or {}
    # Of a link to a page that is not for all readers, its words are left.
    # All pages of a body were looked up at once; what is left is looked up below, one by one.
    source = _WHOLE_PAGE_LINK.sub(
        lambda found: found[0] if urls.get(int(found[1]), "?") else found[2], source
    )
    source = _PAGE_LINK.sub(
        lambda found: f'<a href="{urls[int(found[1])]}"' if int(found[1]) in urls else found[0],
        source,
    )
    language = reader_language()
    source = _OWN_ADDRESS.sub(lambda found: f'href="{in_language(found[1], language)}"', source)
    html = _SUBHEADING.sub(
        lambda found: f'<h{level} id="{anchor(found[1])}">{found[1]}</h{level}>', source
    )
    sources = _sources(context, value.get("sources") or ())
    # Cleaned when it was stored.
    return mark_safe(_with_terms(context, expand_db_html(html)) + sources)  # noqa: S308


def _with_terms(context: Context, html: str) -> str:
    """The markup with the terms that the page says for the first time, explained below it."""
    first_uses: FirstUses | None = context.get("first_uses")
    if first_uses is None or not html:
        return html
    terms = []

    def mark(spelling: str, words: str) -> str | None:
        term = first_uses.take(spelling)
        if term is None:
            return None
        terms.append(term)
        return (
            f'<button type="button" class="term" popovertarget="term-{term.key}">{words}</button>'
        )

    html = marked(html, first_uses.waiting, mark)
    if not terms:
        return html
    glossary = fixed_url("glossary", first_uses.language)
    values = {"terms": terms, "glossary": glossary}
    return html + render_to_string("guidance/parts/first_uses.html", values)


@register.simple_tag(takes_context=True)
def passage_items(context: Context, items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The items of a list block as the components take them."""
    return [
        {
            "title": item.get("title") or item.get("question") or item.get("name"),
            "html": passage_html(context, item),
            "date": item.get("date"),
            "facts": _facts(item),
        }
        for item in items
    ]


def _facts(item: Mapping[str, Any]) -> list[dict[str, str]]:
    labels = {
        "form": _("Form"),
        "issuer": pgettext("paper", "Issued by"),
        "says": _("What it must say"),
    }
    return [{"key": label, "value": item[name]} for name, label in labels.items() if item.get(name)]


@register.simple_tag(takes_context=True, name="cites")
def cites(context: Context, citations: Iterable[str]) -> SafeString:
    """The sources of a passage by number, in groups of equal evidence."""
    return mark_safe(_sources(context, citations))  # noqa: S308 - made by a template


def _sources(context: Context, citations: Iterable[str]) -> str:
    known: Mapping[str, Cited] = context.get("cited") or {}
    found = [known[citation] for citation in citations if citation in known]
    if not found:
        return ""
    found.sort(key=lambda item: item.number)
    groups = [
        (level, level.in_passing, [item for item in found if item.evidence == level])
        for level in Evidence
        if any(item.evidence == level for item in found)
    ]
    return render_to_string("guidance/parts/cites.html", {"groups": groups})


@register.simple_tag(takes_context=True)
def own_evidence(context: Context, level: str, citations: Iterable[str]) -> str:
    """How sure a row is, where the marks of its sources do not say the same; else nothing."""
    known: Mapping[str, Cited] = context.get("cited") or {}
    said = {known[citation].evidence for citation in citations if citation in known}
    return "" if level in said else level


@register.filter
def evidence_words(level: str) -> str:
    """How strong a source is, in the reader's words."""
    return str(Evidence(level if level in Evidence else Evidence.UNKNOWN).label)


@register.simple_tag(takes_context=True)
def one_source(context: Context, citation: str) -> Cited | None:
    """The source that a quotation is from."""
    known: Mapping[str, Cited] = context.get("cited") or {}
    return known.get(citation)


@register.simple_tag
def breadcrumb_items(page: BasePage, last: str = "") -> list[dict[str, str]]:
    """The way from the home page to this one, or to something below it."""
    above = [
        {"title": ancestor.title, "url": ancestor.get_url()}
        for ancestor in page.ancestors_from_home
    ]
    if above:
        above[0]["title"] = _("Home")
    if last:
        return [*above, {"title": page.title, "url": page.get_url()}, {"title": last, "url": ""}]
    return [*above, {"title": page.title, "url": ""}]


@register.simple_tag
def wizard_url(key: str = "", preset: str = "") -> str:
    """A self-assessment; with answers, what comes after them; the list where there is none such.

    Answers to one that was taken away are none to another.
    """
    found = next((item for item in self_assessments() if item.key == key), None)
    if found is None:
        return reverse("wizard:assessments")
    return f"{found.begin}?{preset}" if preset else found.url


@register.simple_tag
def typed_into(value: Mapping[str, Any]) -> SelfAssessment | None:
    """The self-assessment of a block that begins with a place typed, and with no answer set."""
    if value.get("preset"):
        return None
    found = (item for item in self_assessments() if item.key == value.get("assessment"))
    return next((item for item in found if item.place and not item.goods), None)


@register.simple_tag
def source_url(citation: str) -> str:
    """The page of a source, at the provision cited."""
    slug, _colon, provision = citation.partition(":")
    place = f"{fixed_url('legal-sources', reader_language())}{slug}/"
    return f"{place}#{provision}" if provision else place


register.filter("qr_code", qr_svg)
