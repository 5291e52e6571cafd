"""Every component renders from its written contract, as well-formed and escaped markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from guidance.editing.design_system import COMPONENTS, EXAMPLES, FORM, Sample
from guidance.text.evidence import Evidence
from wizard.decision.ruleset import SIGNS

VOID = {"input", "br", "hr", "img", "link", "meta"}


class Outline(HTMLParser):
    """Checks that tags close in order, and collects ids and what refers to them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for key, value in attrs:
            if key == "id":
                self.ids.append(value or "")
            if key in {"for", "aria-describedby", "aria-labelledby"}:
                self.references.update((value or "").split())
            if key == "style" or key.startswith("on") or tag == "script":
                self.forbidden.append(key)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def render(component: str, /, **context: Any) -> str:
    """A component as an English reader gets it."""
    with override("en"):
        return render_to_string(f"components/{component}.html", context)


def outline(html: str) -> Outline:
    """The parsed markup, all tags closed."""
    parser = Outline()
    parser.feed(html)
    assert parser.open == []
    return parser


def test_every_component_has_an_example() -> None:
    assert {path.stem for path in COMPONENTS.glob("*.html")} == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_component_opens_with_its_contract(name: str) -> None:
    assert (COMPONENTS / f"{name}.html").read_text(encoding="utf-8").startswith("{% comment %}\n")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_component_renders_well_formed_without_inline_style_or_script(name: str) -> None:
    html = render(name, **EXAMPLES[name])

    found = outline(html)
    assert html.strip()
    assert not found.forbidden
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("name", ["radios", "checkboxes", "select", "text-input", "textarea"])
def test_a_field_names_its_hint_and_its_error(name: str) -> None:
    found = outline(render(name, **EXAMPLES[name]))

    assert f"{EXAMPLES[name]['field'].auto_id}-error" in found.references
    assert found.references <= set(found.ids)


def test_the_error_summary_leads_to_the_first_control_of_each_field() -> None:
    summary = render("error-summary", form=FORM)

    targets = ["id_state_0", "id_many_0", "id_place", "id_code", "id_words"]
    assert [target for target in targets if f'href="#{target}"' in summary] == targets


def test_an_error_summary_without_errors_is_nothing() -> None:
    assert not render("error-summary", form=Sample()).strip()


def test_what_a_visitor_typed_is_escaped() -> None:
    assert "<script>" not in render("search-form", **EXAMPLES["search-form"])
    assert "<once>" not in render("radios", **EXAMPLES["radios"])


def test_each_tone_of_an_outcome_and_each_evidence_level_has_its_own_sign() -> None:
    tags = {render("tag", text="Word", kind=tone, icon=icon) for tone, icon in SIGNS.items()}
    levels = [*Evidence.values, "?"]
    badges = {render("evidence-badge", level=level) for level in levels}

    assert len(tags) == len(SIGNS)
    assert all("<svg" in tag for tag in tags)
    assert len(badges) == len(levels)


def test_a_form_field_becomes_its_component() -> None:
    html = render_to_string("django/forms/field.html", {"field": FORM["state"]})

    assert 'type="radio"' in html
    assert "govuk-radios__item" in html


def test_an_unknown_contact_field_is_left_out() -> None:
    assert "Phone" not in render("contact-card", **EXAMPLES["contact-card"])


@pytest.mark.django_db
def test_the_living_page_shows_every_component_and_is_kept_out_of_indexes(client: Client) -> None:
    html = client.get("/en/design-system/").content.decode()

    assert 'content="noindex"' in html
    assert all(f'id="component-{name}"' in html for name in EXAMPLES)
