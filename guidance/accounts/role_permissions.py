"""What each role may do, as values; `roles` turns them into groups and `grants` into records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EDITOR = "editor"
LEGAL_REVIEWER = "legal-reviewer"
PROVINCIAL_EDITOR = "provincial-editor"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class ModelPermission:
    """A permission on all records of a kind, by Django's name: `app.codename`."""

    name: str

    def __str__(self) -> str:
        """As it is written down once given."""
        return self.name


@dataclass(frozen=True, slots=True)
class PagePermission:
    """Add, change, publish … on all pages below the home page of a language."""

    language: str
    action: str

    def __str__(self) -> str:
        """As it is written down once given."""
        return f"page {self.language} {self.action}"


@dataclass(frozen=True, slots=True)
class CollectionPermission:
    """A permission on all images or documents, by its codename."""

    codename: str

    def __str__(self) -> str:
        """As it is written down once given."""
        return f"collection {self.codename}"


@dataclass(frozen=True, slots=True)
class PageApproval:
    """The role reviews what is submitted below the home page of a language."""

    language: str

    def __str__(self) -> str:
        """As it is written down once given."""
        return f"approve page {self.language}"


@dataclass(frozen=True, slots=True)
class ModelApproval:
    """The role reviews submitted records of a kind: `app.model`."""

    model: str

    def __str__(self) -> str:
        """As it is written down once given."""
        return f"approve {self.model}"


Grant = ModelPermission | PagePermission | CollectionPermission | PageApproval | ModelApproval

ENTER = ModelPermission("wagtailadmin.access_admin")
RULES = "wizard.rulesetdocument"
GOODS = "wizard.goodslistdocument"
BUNDLE = "guidance.bundle"
SEE_FILES = (CollectionPermission("choose_image"), CollectionPermission("choose_document"))
KEEP_FILES = (
    *SEE_FILES,
    *(
        CollectionPermission(f"{action}_{kind}")
        for kind in ("image", "document")
        for action in ("add", "change")
    ),
)


def translator(language: str) -> str:
    """The key of the role that translates into a language."""
    return f"translator-{language}"


def language_of(key: str) -> str:
    """The language of a translator's role; empty for every other role."""
    prefix = translator("")
    return key.removeprefix(prefix) if key.startswith(prefix) else ""


def _on(model: str, *actions: str) -> Iterator[ModelPermission]:
    app, _dot, name = model.partition(".")
    yield from (ModelPermission(f"{app}.{action}_{name}") for action in actions)


def _pages(languages: Iterable[str], *actions: str) -> Iterator[PagePermission]:
    yield from (PagePermission(language, action) for language in languages for action in actions)


def of_editor(languages: Iterable[str]) -> list[Grant]:
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
        *_on("guidance.siteframe", "view", "change"),
        *_on("wagtailredirects.redirect", "view", "add", "change", "delete"),
        *_on("guidance.locality", "view", "change"),
        *_on("guidance.feedback", "view", "delete"),
        *_on("guidance.readermessage", "view", "change", "delete"),
        *_on("guidance.proposal", "view", "change", "delete"),
        *_on("guidance.correction", "view", "add", "change"),
        *_on("guidance.querywithoutresult", "view", "delete"),
        *_on("wizard.resultreport", "view", "change"),
        *_on("wagtailsearchpromotions.searchpromotion", "add", "change", "delete"),
        ModelPermission("wagtail_localize.submit_translation"),
    ]


def of_translator(language: str) -> list[Grant]:
    """Writes and submits the pages of one language."""
    return [ENTER, *_pages([language], "add", "change"), *SEE_FILES]


def of_legal_reviewer(languages: Iterable[str]) -> list[Grant]:
    """Reviews, corrects and publishes pages and rules."""
    languages = list(languages)
    return [
        ENTER,
        *_pages(languages, "change", "publish", "lock", "unlock"),
        *KEEP_FILES,
        *_on(RULES, "view", "change", "publish", "lock", "unlock"),
        *_on(GOODS, "view", "change", "publish", "lock", "unlock"),
        *_on(BUNDLE, "view", "add", "change", "publish"),
        *_on("guidance.legalsource", "view", "add", "change"),
        *_on("guidance.glossaryterm", "view", "change"),
        *_on("guidance.locality", "view"),
        *_on("guidance.feedback", "view"),
        *_on("guidance.readermessage", "view"),
        *_on("guidance.proposal", "view"),
        *_on("guidance.correction", "view", "add", "change"),
        *_on("wizard.resultreport", "view", "change"),
        *(PageApproval(language) for language in languages),
        ModelApproval(RULES),
        ModelApproval(GOODS),
    ]


def of_provincial_editor() -> list[Grant]:
    """Enters; what may be done there hangs on the locality (see `localities`)."""
    return [ENTER]


def of_administrator(languages: Iterable[str], registered: Iterable[str]) -> list[Grant]:
    """Everything that can be given in the admin."""
    actions = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
    return [
        *(ModelPermission(name) for name in registered),
        *_pages(languages, *actions),
        *KEEP_FILES,
        CollectionPermission("delete_image"),
        CollectionPermission("delete_document"),
        *(CollectionPermission(f"{action}_collection") for action in ("add", "change", "delete")),
    ]
