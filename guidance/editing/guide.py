"""The guide of the editors, as it stands in docs/, on the side where they work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guidance.text.languages import LANGUAGES, WRITTEN_IN, reader_language
from guidance.text.slugs import slug

DOCS = Path(settings.BASE_DIR, "docs")
PICTURES = "screenshots"
# The text is ours; markup in it is shown all the same, not obeyed.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the guide: `level` as in HTML, `anchor` its place on the page."""

    level: int
    text: str
    anchor: str


def file_name(language: str) -> str:
    """The file of an edition; the one in the language of the program has no code in its name."""
    return "editors-guide.md" if language == WRITTEN_IN else f"editors-guide.{language}.md"


def editions() -> list[str]:
    """The languages in which there is a guide."""
    return [code for code in LANGUAGES if (DOCS / file_name(code)).is_file()]


@require_safe
def guide(request: HttpRequest, language: str = "") -> HttpResponse:
    """The guide in a language; without one in the editor's own, else in English."""
    there = editions()
    own = reader_language()
    chosen = language or (own if own in there else WRITTEN_IN)
    if chosen not in there:
        raise Http404
    text = (DOCS / file_name(chosen)).read_text(encoding="utf-8")
    title, contents, html = written(text)
    context = {"title": title, "contents": contents, "html": html, "language": chosen}
    return render(request, "guidance/admin/guide.html", context)


@require_safe
def picture(_request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide; Http404 if there is none of this name."""
    path = DOCS / PICTURES / f"{name}.webp"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/webp")


def written(text: str) -> tuple[str, list[Heading], SafeString]:
    """The title of a guide, the headings below it in their order, and the rest of it as HTML.

    What leads to another edition or to a picture leads there on this side of the site as well.
    """
    tokens = MARKDOWN.parse(text)
    # The page of the admin has the title already.
    title, tokens = tokens[1].content, tokens[3:]
    contents = list(_anchored(tokens))
    for token in tokens:
        for inline in token.children or ():
            _lead(inline)
    html = MARKDOWN.renderer.render(_scrolling(tokens), MARKDOWN.options, {})
    return title, contents, mark_safe(html)  # noqa: S308 - made from our own file, without markup


def _anchored(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Give every heading a place to lead to, which is its own."""
    seen: dict[str, int] = {}
    for opening, words in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        anchor = slug(words.content)
        seen[anchor] = seen.get(anchor, 0) + 1
        if seen[anchor] > 1:
            anchor = f"{anchor}-{seen[anchor]}"
        opening.attrSet("id", anchor)
        yield Heading(int(opening.tag[1]), words.content, anchor)


def _lead(inline: Token) -> None:
    """Let a link to another edition, and a picture, lead to where they stand here."""
    for name in ("href", "src"):
        target = str(inline.attrGet(name) or "")
        others = {file_name(code): reverse("editors_guide", args=[code]) for code in editions()}
        if target in others:
            inline.attrSet(name, others[target])
        elif target.startswith(f"{PICTURES}/"):
            inline.attrSet(name, reverse("editors_guide_picture", args=[Path(target).stem]))
            inline.attrSet("loading", "lazy")


def _scrolling(tokens: Sequence[Token]) -> list[Token]:
    """The same with a box around each table, so that on a phone it alone is pushed aside."""
    around: dict[str, Any] = {"class": "guidance-guide__table", "tabindex": "0"}
    made = []
    for token in tokens:
        if token.type == "table_open":
            made.append(Token("box_open", "div", 1, attrs=around, block=True))
        made.append(token)
        if token.type == "table_close":
            made.append(Token("box_close", "div", -1, block=True))
    return made
