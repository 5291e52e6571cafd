"""What each role may do, as plain lines; `roles` turns them into groups and permissions.

A line is one of
    app.codename                    a permission on records
    page vi add                     add, change, publish … on all pages below a language's home
    collection add_image            a permission on all images or documents
    approve page vi                 the role reviews what is submitted below a language's home
    approve wizard.rulesetdocument  the role reviews submitted records of this kind
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

EDITOR = "editor"
LEGAL_REVIEWER = "legal-reviewer"
PROVINCIAL_EDITOR = "provincial-editor"
ADMINISTRATOR = "administrator"

ENTER = "wagtailadmin.access_admin"
RULES = "wizard.rulesetdocument"
GOODS = "wizard.goodslistdocument"
BUNDLE = "guidance.bundle"
SEE_FILES = ("collection choose_image", "collection choose_document")
KEEP_FILES = (
    *SEE_FILES,
    *(f"collection {verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change")),
)


def translator(language: str) -> str:
    """The key of the role that translates into a language."""
    return f"translator-{language}"


def language_of(key: str) -> str:
    """The language of a translator's role; empty for every other role."""
    prefix = translator("")
    return key.removeprefix(prefix) if key.startswith(prefix) else ""


def _on(model: str, *verbs: str) -> Iterator[str]:
    app, _dot, name = model.partition(".")
    yield from (f"{app}.{verb}_{name}" for verb in verbs)


def _pages(languages: Iterable[str], *verbs: str) -> Iterator[str]:
    yield from (f"page {language} {verb}" for language in languages for verb in verbs)


def of_editor(languages: Iterable[str]) -> list[str]:
    """Writes and submits everything; publishes nothing that legal review must see."""
    return [
        ENTER,
        *_pages(languages, "add", "change"),
        *KEEP_FILES,
        *_on(RULES, "view", "add", "change"),
        *_on(GOODS, "view", "add", "change"),
        *_on(BUNDLE, "view", "add", "change"),
        *_on("guidance.legalsource", "view", "add", "change"),
        *_on("guidance.glossaryterm", "view", "add", "change"),
        *_on("guidance.locality", "view", "change"),
        *_on("guidance.feedback", "view", "delete"),
        *_on("guidance.querywithoutresult", "view", "delete"),
        *_on("wizard.resultreport", "view", "change"),
        *_on("wagtailsearchpromotions.searchpromotion", "add", "change", "delete"),
        "wagtail_localize.submit_translation",
    ]


def of_translator(language: str) -> list[str]:
    """Writes and submits the pages of one language."""
    return [ENTER, *_pages([language], "add", "change"), *SEE_FILES]


def of_legal_reviewer(languages: Iterable[str]) -> list[str]:
    """Reviews, corrects and publishes pages and rules."""
    languages = list(languages)
    return [
        ENTER,
        *_pages(languages, "change", "publish", "lock", "unlock"),
        *SEE_FILES,
        *_on(RULES, "view", "change", "publish", "lock", "unlock"),
        *_on(GOODS, "view", "change", "publish", "lock", "unlock"),
        *_on(BUNDLE, "view", "add", "change", "publish"),
        *_on("guidance.legalsource", "view", "add", "change"),
        *_on("guidance.glossaryterm", "view", "change"),
        *_on("guidance.locality", "view"),
        *_on("guidance.feedback", "view"),
        *_on("wizard.resultreport", "view", "change"),
        *(f"approve page {language}" for language in languages),
        f"approve {RULES}",
        f"approve {GOODS}",
    ]


def of_provincial_editor() -> list[str]:
    """Enters; what may be done there hangs on the locality (see `localities`)."""
    return [ENTER]


def of_administrator(languages: Iterable[str], registered: Iterable[str]) -> list[str]:
    """Everything that can be given in the admin."""
    verbs = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
    return [
        *registered,
        *_pages(languages, *verbs),
        *KEEP_FILES,
        "collection delete_image",
        "collection delete_document",
        *(f"collection {verb}_collection" for verb in ("add", "change", "delete")),
    ]
