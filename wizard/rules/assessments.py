"""Which assessments there are: each is a rule set that readers can start, at an address of its own.

The slug of an assessment stands in its addresses, in the words of each language. An address with
the key, with the slug of another language or with an earlier slug is understood as well.
"""

from __future__ import annotations

from guidance.text.languages import TranslatedText
from wizard.decision.ruleset import Entrance, RuleSet
from wizard.decision.verify import PAGES

from . import registry

LAST = 1000
"""The place of an assessment that names none."""


def offered() -> tuple[RuleSet, ...]:
    """Give the rules in force today of each assessment, in the order in which they are listed."""
    return tuple(
        ruleset
        for ruleset in known()
        if ruleset.in_force(registry.today()) and not registry.is_withdrawn(ruleset.key)
    )


def entrance(ruleset: RuleSet) -> Entrance:
    """Give the address and the name of an assessment; if it says none, by its key and its title."""
    if ruleset.assessment is not None:
        return ruleset.assessment
    title = ruleset.title
    slug = dict.fromkeys(ruleset.languages, ruleset.key)
    return Entrance(slug=slug, title=title, description=title, introduction=title)


def newest(key: str) -> RuleSet:
    """Give the version that names an assessment; LookupError if there is none."""
    return _of_today(key)


def title_of(key: str) -> str:
    """Give what an assessment is called, in the language of whoever looks; empty if none is."""
    known = registry.versions(key)
    return TranslatedText(entrance(_of_today(key)).title).plain if known else ""


def slug_of(key: str, language: str) -> str:
    """Give the slug of an assessment in a language; LookupError if there is no such assessment."""
    return entrance(_of_today(key)).slug.get(language, key)


def key_of(slug: str, language: str) -> str | None:
    """Find the assessment that has a slug in a language."""
    return next((item.key for item in known() if slug_of(item.key, language) == slug), None)


def key_meant(name: str) -> str | None:
    """Find the assessment that a key, a slug of any language or an earlier slug means."""
    keys = [item.key for item in known()]
    if name in keys:
        return name
    every = (item for key in keys for item in reversed(registry.versions(key)))
    return next((item.key for item in every if name in entrance(item).slug.values()), None)


def bare(page: str = "") -> str | None:
    """Give the key of the assessment to which addresses lead that name none.

    Given a page, only if there is or was such a page of it, or such a question.
    """
    key = next((item.key for item in known() if entrance(item).bare), None)
    return key if not page or page in PAGES else bare_asking(page)


def bare_asking(question: str) -> str | None:
    """Give the same, if any version of it asks or asked a question."""
    key = bare()
    asked = (version.question_by_key for version in (registry.versions(key) if key else ()))
    return key if any(question in questions for questions in asked) else None


def known() -> tuple[RuleSet, ...]:
    """Give one version of each rule set: that of today, or else the newest; in their order."""
    return tuple(sorted(map(_of_today, registry.known_keys()), key=_place))


def _of_today(key: str) -> RuleSet:
    versions, today = registry.versions(key), registry.today()
    if not versions:
        raise LookupError(f"no assessment {key}")
    return next((item for item in reversed(versions) if item.in_force(today)), versions[-1])


def _place(ruleset: RuleSet) -> tuple[int, str]:
    order = entrance(ruleset).order
    return (LAST if order is None else order), ruleset.key
