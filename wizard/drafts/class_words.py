"""The classes of a goods list by the words that the rules have for them."""

from __future__ import annotations

from guidance.text.languages import in_language, reader_language
from wizard.rules import registry


def class_words(key: str) -> str:
    """Name a class in the editor's language, as the newest rules that ask for the goods do."""
    found = (
        question.choice(key)
        for rules in registry.known_keys()
        for item in sorted(registry.versions(rules), key=lambda item: item.version, reverse=True)
        for question in item.questions
        if question.kind == "goods"
    )
    return next((in_language(choice.text, reader_language()) for choice in found if choice), key)
