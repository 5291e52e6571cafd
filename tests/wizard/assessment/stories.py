"""One way to each verdict, and one to each question, as a visitor would answer."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

from guidance.text import languages
from tests.checking import MAIN, check_at
from wizard.assessment.situation import Situation, read
from wizard.rules import registry

LANGUAGES = languages.LANGUAGES
STORIES: dict[str, dict[str, str]] = {
    "not-covered": {"state": "new"},
    "permit-required": {
        "state": "used",
        "goods": "8471",
        "purpose": "line-control",
        "line-role": "yes",
    },
    "prohibited": {"state": "used", "goods": "laptop", "purpose": "other"},
    "ask-authority": {"state": "used", "goods": "8517", "purpose": "warranty"},
    "more-information": {"state": "used", "goods": "8471", "purpose": "unknown"},
}
PERMITTED = STORIES["permit-required"]


def check(place: str = "", answers: Mapping[str, str] | None = None, language: str = "en") -> str:
    """The address of a page of the self-assessment."""
    query = f"?{urlencode(answers)}" if answers else ""
    return check_at(language, f"{place}{query}")


def result(answers: Mapping[str, str], language: str = "en", **more: str) -> str:
    """The address of a result as made today, or with the stamp given."""
    stamp = {
        "v": str(registry.versions(MAIN)[-1].version),
        "on": registry.today().isoformat(),
        **more,
    }
    return check("result/", {**answers, **stamp}, language)


def asked(address: str) -> tuple[str, dict[str, str]]:
    """Split an address of the wizard into its step and its answers."""
    parts = urlsplit(address)
    return parts.path.rstrip("/").rpartition("/")[2], dict(parse_qsl(parts.query))


def field(question: str, value: str) -> dict[str, str]:
    """The form data that answer a question."""
    if question != "goods":
        return {"answer": value}
    return {"text": value} if value[0].isdigit() else {"pick": value}


def walk(client: Client, answers: Mapping[str, str], language: str = "en", query: str = "") -> str:
    """Answer by form, question by question as asked, up to the address of the result."""
    address = check_at(language, f"state/{query}")
    for _ in range(20):
        step, _given = asked(address)
        if step == "result":
            return address
        response = client.post(address, field(step, answers[step]))
        assert response.status_code == 302, f"{step} was not taken"
        address = response["Location"]
    message = "The questions never end."
    raise AssertionError(message)


def judged(answers: Mapping[str, str]) -> Situation:
    """The situation that some answers make today."""
    return read([(key, [value]) for key, value in answers.items()], MAIN)


def ways() -> dict[str, dict[str, str]]:
    """The answers that lead to each question of the rules, found by trying the choices in order."""
    ruleset = registry.in_force(MAIN, registry.today())
    codes = ("8471", "844331", "84439920", "7326")
    found: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str | None]] = set()
    waiting: list[dict[str, str]] = [{}]
    while waiting and len(found) < len(ruleset.questions):
        answers = waiting.pop(0)
        key = judged(answers).first_open
        # The condition of the goods opens questions that no other answer does.
        if key is None or (key, answers.get("state")) in seen:
            continue
        seen.add((key, answers.get("state")))
        found.setdefault(key, answers)
        choices = [choice.key for choice in ruleset.question_by_key[key].choices]
        waiting += [{**answers, key: value} for value in (codes if key == "goods" else choices)]
    return found
