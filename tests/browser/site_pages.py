"""Where the pages of the site stand: one address of every kind, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from guidance.loading.content_files import CONTENT, read
from guidance.text.languages import LANGUAGES
from tests.checking import MAIN, SLUGS

# A page of each kind: its key, and what stands below it or is asked of it.
KINDS = {
    "home": ("home", ""),
    "section": ("circular-26", ""),
    "guidance": ("c26-documents", ""),
    "comparison": ("c26-what-changed", ""),
    "wide tables": ("co-which-body-which-form", ""),
    "fees": ("co-fee", ""),
    "questions": ("c26-faq", ""),
    "steps": ("dep-start-issuing", ""),
    "announcements": ("announcements", ""),
    "announcement": ("ann-ecosys-new-address", ""),
    "localities": ("localities", ""),
    "locality": ("localities", "dong-nai/"),
    "former name": ("localities", "binh-phuoc/"),
    "names found": ("localities", "?name=quang"),
    "names not found": ("localities", "?name=xyzzy"),
    "sources": ("legal-sources", ""),
    "source": ("legal-sources", "decree-146-2025-nd-cp/"),
    "source with a namesake": ("legal-sources", "circular-26-2025-tt-bkhcn/"),
    "glossary": ("glossary", ""),
    "training": ("dep-training", ""),
    "links": ("dep-link-to-us", "?place=dong-nai"),
    "link as a QR code": ("dep-link-to-us", f"qr/{MAIN}/vi/"),
    "standard": ("accessibility", ""),
    "nothing there": ("home", "xyzzy/"),
    # No pages of the tree, but addresses below the language.
    "search": ("home", "search/"),
    "something found": ("home", "search/?q=laptop"),
    "nothing found": ("home", "search/?q=zzqqxx"),
    "thanks": ("home", "feedback/thanks/"),
    "wizard list": ("home", "check/"),
    "wizard start": ("home", "check/{slug}/"),
    "wizard rules": ("home", "check/{slug}/rules/"),
    "contact": ("contact", ""),
    "message": ("home", "message/"),
    "corrections": ("corrections", ""),
    "proposal": ("home", "propose/"),
    "proposal sent": ("home", "propose/thanks/"),
    "message sent": ("home", "message/thanks/"),
}
NOTHING_THERE = "nothing there"
PLACES = [(kind, language) for kind in KINDS for language in LANGUAGES]


@cache
def page_file(key: str, language: str) -> dict[str, Any]:
    """What the content file of a page says."""
    return read(CONTENT / language / f"{key}.toml")


@cache
def page_address(key: str, language: str) -> str:
    """The address of a page."""
    if key == "home":
        return f"/{language}/"
    page = page_file(key, language)
    return f"{page_address(page['parent'], language)}{page['slug']}/"


def address(kind: str, language: str) -> str:
    """The address of the page that stands for its kind."""
    key, below = KINDS[kind]
    return f"{page_address(key, language)}{below.format(slug=SLUGS[language])}"


def every_address() -> Iterator[str]:
    """Every page of the tree, and what stands for a kind without being one."""
    for language in LANGUAGES:
        yield from (
            page_address(path.stem, language) for path in sorted((CONTENT / language).iterdir())
        )
        yield from (address(kind, language) for kind, (_key, below) in KINDS.items() if below)
