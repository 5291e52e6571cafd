"""In Chromium: the editors' guide, each of its numbered steps followed by whoever it is for.

What a step sets in italics or bold is what stands on the screen. The functions here know no label:
they take the names from the step, in the language of the guide, and fail where the screen has none
of that name. A step without a function fails, and a function without a step; so does a name that
its function leaves out. Everybody works with a browser in the language of the guide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import polib
import pytest

from guidance.accounts.roles import (
    ADMINISTRATOR,
    EDITOR,
    LEGAL_REVIEWER,
    PROVINCIAL_EDITOR,
    translator,
)
from guidance.editing.guide import DOCS, MARKDOWN, editions, file_name
from guidance.text.languages import LANGUAGES
from tests.browser.conftest import WATCHED
from tests.browser.rules_form import (
    RULES,
    add,
    add_a_condition,
    choose,
    entries,
    proved,
    ready,
    save,
    settle,
    show,
    write,
)
from tests.browser.signed_in import manage
from tests.browser.test_new_assessment_story import BASIS, SAID
from tests.checking import MAIN, version_of
from wizard.rules import registry

pytestmark = pytest.mark.browser
PATIENCE = 60_000
WRITTEN = "en"
BEGIN = "Begin a new assessment, or take one away"
OPENING = "Add an opening, step by step"
PAPER = "Change a paper"
# Who follows the steps below a heading; a translator's language is another one each time.
FOLLOWERS = {
    BEGIN: ADMINISTRATOR,
    OPENING: EDITOR,
    PAPER: EDITOR,
    "Editors": EDITOR,
    "Translators": "",
    "Legal reviewers": LEGAL_REVIEWER,
    "Provincial editors": PROVINCIAL_EDITOR,
    "Administrators": ADMINISTRATOR,
}
INTO = {"en": "en", "vi": "fr"}
NEWCOMER_TYPES = "right horse battery seven"
# What is there before anybody follows the guide: pages of their own for each of its languages.
SET_UP = """
from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from guidance.models import StandardPage
from wizard.drafts.models.documents import OF_PAPERS
from wizard.models import RuleSetDocument
editor = get_user_model().objects.get(username="demo-editor")
home = Page.objects.get(depth=2, locale__language_code="vi")
def hand_in(thing):
    thing.save_revision(user=editor, log_action=True)
    thing.get_workflow().start(thing, editor)
for code in {languages!r}:
    for what in ("write", "translate", "approve", "correct"):
        page = StandardPage(title=f"{{what}}-{{code}}", slug=f"{{what}}-{{code}}", summary="Thử.")
        home.add_child(instance=page)
        page.save_revision(user=editor).publish()
        if what in ("approve", "correct"):
            page = StandardPage.objects.get(pk=page.pk)
            page.summary = "Thử lại."
            hand_in(page)
    page = StandardPage(title=f"judge-{{code}}", slug=f"judge-{{code}}", summary="Thử.")
    home.add_child(instance=page)
    page.save_revision(user=editor).publish()
    source, _created = TranslationSource.get_or_create_from_instance(page)
    into = Locale.objects.get(language_code={into!r}[code])
    translation = Translation.objects.create(source=source, target_locale=into)
    for text in source.stringsegment_set.select_related("string"):
        StringTranslation.objects.create(
            translation_of=text.string, locale=into, context=text.context, data=text.string.data
        )
    translation.save_target(publish=False)
    hand_in(translation.get_target_instance())
    rules = RuleSetDocument.objects.get(key="co-issuer", live=True).next_version()
    rules.save()
    hand_in(rules)
for version in range({first}, {first} + 2 * len({languages!r})):
    rules = RuleSetDocument.objects.get(key="{main}", live=True).next_version()
    rules.version = version
    # Every other one as a version was before papers were a part of it.
    for name in OF_PAPERS if version % 2 else ():
        setattr(rules, name, [])
    rules.save()
    rules.save_revision()
"""
FIRST_DRAFT = 100
"""Of the drafts of the main rules that are there: two for each language of the guide."""


# --- What the guide says -----------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A numbered step: the heading above it, its words, and the names in them."""

    heading: str
    words: str
    names: tuple[str, ...]


@cache
def steps(language: str) -> list[Step]:
    """The numbered steps of an edition, in their order."""
    tokens = MARKDOWN.parse((DOCS / file_name(language)).read_text(encoding="utf-8"))
    found, heading, depth = [], "", 0
    for before, token in pairwise(tokens):
        depth += {"ordered_list_open": 1, "ordered_list_close": -1}.get(token.type, 0)
        if before.type == "heading_open":
            heading = token.content
        elif depth and token.type == "inline":
            found.append(Step(heading, token.content, tuple(emphasised(token))))
    return found


def emphasised(inline: Any) -> Iterator[str]:
    """What stands in italics or bold: the steps of a way through menus one by one."""
    # A step may begin with what it is about; that names nothing on the screen.
    text = re.sub(r"^\*\*[^*]+\*\*(?=:)", "", inline.content)
    for _marks, said in re.findall(r"(\*\*?)([^*]+)\1", text):
        yield from (" ".join(part.split()) for part in said.split("→"))


@dataclass
class Scene:
    """A step while it is followed: the names not yet used, and the tabs that people have open."""

    language: str
    names: list[str]
    tab: Any
    enter: Callable[[str], Any]
    told: dict[str, Any] = field(default_factory=dict)

    def name(self) -> str:
        """The next name in the step."""
        assert self.names, "the step names nothing more"
        return self.names.pop(0)

    def see(self, tab: Any = None) -> Any:
        """What has the next name, and can be seen."""
        return shown(tab or self.tab, self.name())

    def press(self, tab: Any = None) -> None:
        """Press what has the next name, on the page."""
        self.see(tab).click()

    def go(self, tab: Any = None) -> None:
        """Press what has the next name and leads to another page."""
        tab = tab or self.tab
        target = self.see(tab)
        with tab.expect_navigation():
            # By keyboard: a calendar, or the help, may lie over it.
            target.press("Enter")

    def walk(self, parts: int, tab: Any = None) -> None:
        """Go a way of one or two steps through the menus beside the page."""
        tab = tab or self.tab
        for part in range(1, parts + 1):
            entry = tab.locator(".sidebar").get_by_text(self.name(), exact=True)
            entry = entry.locator("visible=true")
            if part < parts:
                entry.first.click()
                continue
            entry.last.wait_for()
            with tab.expect_navigation():
                entry.last.click()

    def wait(self) -> None:
        """Until Wagtail takes note of what is changed in the form."""
        self.tab.wait_for_selector(f"[{WATCHED}]")


def shown(tab: Any, name: str) -> Any:
    """Whatever a person sees under a name: what it can be pressed by, else its words."""
    # Playwright writes the pattern between slashes.
    plain = re.escape(name).replace("/", r"\/")
    words = re.compile(rf"^\s*{plain}(?!\w)", re.IGNORECASE)
    # By their words and not by their roles, which take seconds to work out in a large form.
    named = tab.locator(f'[aria-label^="{name}" i]')
    for kinds in ("a, button, summary, [role=tab]", "label, legend, h1, h2, h3, th", "*"):
        found = tab.locator(f":is({kinds})").filter(has_text=words).or_(named)
        found = found.locator("visible=true")
        if found.count():
            return found.first
    found.first.wait_for(timeout=10_000)
    return found.first


FOLLOWED: dict[tuple[str, str], Callable[[Scene], None]] = {}


def step(heading: str, words: str) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Register what is done in the step below a heading that begins with these words."""

    def registered(function: Callable[[Scene], None]) -> Callable[[Scene], None]:
        assert (heading, words) not in FOLLOWED
        FOLLOWED[heading, words] = function
        return function

    return registered


def function_of(step: Step) -> Callable[[Scene], None] | None:
    """What is done in a step of the English edition."""
    plain = re.sub("[*`]", "", step.words)
    keys = [key for key in FOLLOWED if key[0] == step.heading and plain.startswith(key[1])]
    return FOLLOWED[keys[0]] if len(keys) == 1 else None


def test_every_step_is_followed_and_nothing_else() -> None:
    guide = steps(WRITTEN)

    assert [step.words[:60] for step in guide if function_of(step) is None] == []
    assert len({function_of(step) for step in guide}) == len(FOLLOWED) == len(guide)
    assert {step.heading for step in guide} == set(FOLLOWERS)


@pytest.mark.parametrize("language", editions())
def test_a_step_has_as_many_names_in_every_edition(language: str) -> None:
    assert [len(step.names) for step in steps(language)] == [
        len(step.names) for step in steps(WRITTEN)
    ]


def open_version(tab: Any, words: str, version: int) -> None:
    """Open a version from the list of all, by words of its title."""
    # Playwright takes a slash for the end of a pattern.
    name = re.compile(rf"{re.escape(words).replace('/', '.')}.* {version}$")
    with tab.expect_navigation():
        tab.locator("main").get_by_role("link", name=name).click()


# --- The rules: an assessment ------------------------------------------------------------------


@step(BEGIN, "Menu Rules of the check")
def begins_an_assessment(scene: Scene) -> None:
    tab, own = scene.tab, f"trial-{scene.language}"
    scene.walk(1)
    scene.go()
    tab.select_option("[name=basis]", BASIS)
    tab.fill("[name=key]", own)
    for name, text in SAID.items():
        tab.fill(f"[name={name}]", own if name.startswith("slug_") else text)
    made(tab)
    scene.told["draft"] = tab.url
    assert tab.request.get(scene.see().get_attribute("href")).ok
    begin_from_file = scene.name()
    with tab.expect_download() as got:
        scene.press()
    file = Path(got.value.path()).read_text(encoding="utf-8")
    tab.goto(f"{RULES}/")
    with tab.expect_navigation():
        shown(tab, begin_from_file).press("Enter")
    content = file.replace("version = 1", "version = 2", 1).encode()
    tab.set_input_files(
        "[type=file]", {"name": "a.toml", "mimeType": "text/plain", "buffer": content}
    )
    made(tab)
    assert tab.url != scene.told["draft"]


def made(tab: Any) -> None:
    """Send the form on the page; a draft opens."""
    with tab.expect_navigation(url="**/edit/**"):
        tab.locator("main form [type=submit]").last.click()
    # So few entries need no filter.
    tab.wait_for_selector(f"[{WATCHED}]")


@step(BEGIN, "Name, address and first page stand under")
def finds_its_tabs(scene: Scene) -> None:
    for section in ("wording", "outcome"):
        show(scene.tab, scene.name())
        scene.tab.locator(f"[name={section}-count] + * > [data-streamfield-child]").first.wait_for()


@step(BEGIN, "Once a legal reviewer has published it")
def sees_it_published_and_deletes_a_draft(scene: Scene) -> None:
    tab, reviewer = scene.tab, scene.enter(LEGAL_REVIEWER)
    tab.goto(tab.url.partition("#")[0].replace("/edit/", "/delete/"))
    with tab.expect_navigation():
        tab.locator("main form [type=submit]").last.click()
    assert tab.is_visible(".messages .success")
    reviewer.goto(scene.told["draft"])
    reviewer.wait_for_selector(f"[{WATCHED}]")
    assert proved(reviewer).count() == 0
    reviewer.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with reviewer.expect_navigation():
        reviewer.click("button[name=action-publish]")
    assert tab.request.get(f"/{scene.language}/check/trial-{scene.language}/").ok
    scene.told["reviewer"] = reviewer


@step(BEGIN, "Take this assessment away")
def takes_it_away(scene: Scene) -> None:
    reviewer = scene.told["reviewer"]
    reviewer.goto(scene.told["draft"])
    scene.go(reviewer)
    with reviewer.expect_navigation():
        reviewer.locator("main form [type=submit]").last.click()
    # At an address that nobody has asked for before.
    address = f"/fr/check/trial-{scene.language}/"
    assert scene.tab.request.get(address).status == 410


# --- The rules: an opening ---------------------------------------------------------------------


def everywhere(text: str) -> dict[str, str]:
    """The same in each language: nothing of it is law, or published."""
    return dict.fromkeys(LANGUAGES, text)


def pick(select: Any, words: str) -> None:
    """Choose what begins with these words."""
    # Some lists are filled when they are entered.
    select.focus()
    options = {item.text_content().strip(): item for item in select.locator("option").all()}
    (found,) = [text for text in options if text.casefold().startswith(words.casefold())]
    select.select_option(options[found].get_attribute("value"))


@step(OPENING, "Menu Rules of the check, the version in force")
def makes_the_next_version(scene: Scene) -> None:
    tab = scene.tab
    scene.walk(1)
    version = registry.in_force(MAIN, registry.today()).version
    open_version(tab, version_of(MAIN, version, scene.language).rpartition(" ")[0], version)
    scene.go()
    ready(tab)
    scene.see()
    tab.fill("[name=in_force_from]", "2027-06-01")
    scene.see()
    write(tab, "wording-0-value-change_note", everywhere("A test."))
    save(tab)
    scene.told["draft"] = tab.url


@step(OPENING, "Menu Law and places")
def adds_the_act(scene: Scene) -> None:
    tab = scene.tab
    scene.walk(2)
    with tab.expect_navigation():
        tab.locator("main a[href$='/legalsource/add/']").first.press("Enter")
    tab.wait_for_selector(f"[{WATCHED}]")
    tab.fill("[name=slug]", f"act-{scene.language}")
    tab.fill("[name=number]", f"00/{scene.language}")
    scene.see()
    tab.click("#id_provisions-ADD")
    tab.fill("[name=provisions-0-key]", "art-1")
    tab.select_option("[name=kind]", "circular")
    for name in ("evidence", "provisions-0-evidence"):
        tab.select_option(f"[name={name}]", "official")
    for code in LANGUAGES:
        for name in ("title", "issuer", "provisions-0-gist"):
            tab.fill(f"[name={name}_{code}]", "A test.")
        tab.fill(f"[name=provisions-0-label_{code}]", f"Provision {scene.language}")
    with tab.expect_navigation():
        tab.locator("button.action-save:visible").first.press("Enter")
    assert tab.is_visible(".messages .success")


@step(OPENING, "Documents and procedures")
def adds_the_document(scene: Scene) -> None:
    tab = scene.tab
    tab.goto(scene.told["draft"])
    ready(tab)
    show(tab, scene.name())
    entry, name = add(tab, "document")
    write(tab, f"{name}-name", everywhere(f"Paper {scene.language}"))
    tab.select_option(f"[name={name}-form]", "original")
    for part in ("says", "issuer", "copies", "lead_time"):
        write(tab, f"{name}-{part}", everywhere("A test."))
    scene.see(entry)
    scene.see(entry)
    choose(tab, f"{name}-basis", f"Provision {scene.language}")


@step(OPENING, "Cases: + where the opening belongs")
def adds_the_case(scene: Scene) -> None:
    tab = scene.tab
    show(tab, scene.name())
    entry, name = add(tab, "case")
    scene.told["case"] = entry, name
    write(tab, f"{name}-title", everywhere(f"Opening {scene.language}"))
    write(tab, f"{name}-summary", everywhere("A test."))
    pick(tab.locator(f"[name={name}-stage]"), scene.name())
    pick(tab.locator(f"[name={name}-outcome]"), scene.name())
    scene.see(entry)
    when = entry.locator("[data-contentpath=when]").first
    when.locator("button.c-sf-add-button").click()
    add_a_condition(when.locator(".ruleset-condition").first, "purpose", "analysis-testing")
    # Of the list of rows, of the row, and then one below the condition.
    when.locator("button.c-sf-add-button").nth(2).click()
    add_a_condition(when.locator(".ruleset-condition").nth(1), "research-activity", "yes")


@step(OPENING, "In the same case, choose Rests on")
def says_what_it_rests_on(scene: Scene) -> None:
    tab, (entry, name) = scene.tab, scene.told["case"]
    scene.see(entry)
    choose(tab, f"{name}-basis", f"Provision {scene.language}")
    scene.see(entry)
    choose(tab, f"{name}-documents", f"Paper {scene.language}")
    scene.see(entry)
    choose(tab, f"{name}-procedures", scene.name())
    tab.locator(f"details:has(> #{name}-procedures-pick) label", has_text=scene.name()).check()
    scene.see(entry)


@step(OPENING, "Save draft. The draft is also saved")
def saves_it(scene: Scene) -> None:
    tab = scene.tab
    number = entries(tab, "case").count()
    scene.see()
    save(tab)
    assert entries(tab, "case").count() == number
    assert f"Opening {scene.language}" in tab.content()


# --- The rules: a paper ------------------------------------------------------------------------


def draft_of(scene: Scene, *, with_papers: bool) -> None:
    """Open one of the drafts that are there for this language."""
    number = FIRST_DRAFT + 2 * editions().index(scene.language) + (not with_papers)
    scene.tab.goto(f"{RULES}/")
    open_version(scene.tab, version_of(MAIN, number, scene.language).rpartition(" ")[0], number)
    ready(scene.tab)


@step(PAPER, "Under Papers, change the words")
def changes_a_paper(scene: Scene) -> None:
    tab = scene.tab
    draft_of(scene, with_papers=True)
    show(tab, scene.name())
    entries(tab, "papers_sentence").first.locator("[data-panel-toggle]").first.click()
    for code in LANGUAGES:
        box = tab.locator(f"[name=papers_sentence-0-value-text-{code}]")
        box.fill(f"{box.input_value()} Typed {scene.language}.")
    scene.see()
    save(tab)
    assert f"Typed {scene.language}." in tab.content()
    assert proved(tab).count() == 0


@step(PAPER, "Look at the papers fills them in")
def looks_at_the_papers(scene: Scene) -> None:
    tab = scene.tab
    scene.told["look"] = scene.names[0]
    look(scene, scene.name())
    tab.select_option("[name=language]", "fr")
    with tab.expect_navigation():
        tab.locator("main form [type=submit]").last.press("Enter")
    for kind in ("PDF", "DOCX"):
        address = tab.locator("main td a", has_text=kind).first.get_attribute("href")
        assert tab.request.get(address).ok, kind


def look(scene: Scene, name: str) -> None:
    """Go from the form to the papers, whatever tab it shows."""
    scene.tab.goto(scene.tab.locator("main a", has_text=name).first.get_attribute("href"))


@step(PAPER, "The papers are compared, reviewed and published")
def takes_the_papers_over(scene: Scene) -> None:
    draft_of(scene, with_papers=False)
    look(scene, scene.told["look"])
    scene.go()
    assert scene.tab.is_visible(".messages .success")


# --- Editors -----------------------------------------------------------------------------------


@step("Editors", "The home screen says under")
def sees_what_is_due(scene: Scene) -> None:
    scene.see()
    scene.see()


@step("Editors", "Search finds a page by words")
def changes_a_page(scene: Scene) -> None:
    tab, title = scene.tab, f"write-{scene.language}"
    tab.locator(".sidebar").get_by_role("button", name=scene.name()).click()
    tab.locator(".sidebar input").first.fill(title)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    with tab.expect_navigation():
        tab.locator("main").get_by_role("link", name=title).first.click()
    scene.wait()
    tab.fill("[name=summary]", "Đã sửa.")
    scene.press()
    tab.locator("iframe[title]").first.wait_for()


@step("Editors", "More actions, beside Save draft")
def hands_it_in(scene: Scene) -> None:
    settle(scene.tab)
    more = scene.see()
    scene.see()
    more.click()
    scene.go()
    assert scene.tab.is_visible(".messages .success")


@step("Editors", "A list of goods begins as a copy")
def copies_a_list(scene: Scene) -> None:
    scene.walk(1)
    open_version(scene.tab, "11/2018", 1)
    scene.go()
    scene.wait()
    scene.see()
    scene.tab.fill("[name=in_force_from]", "2027-06-01")
    settle(scene.tab)
    scene.go()


@step("Editors", "Change the lines shows them")
def changes_its_lines(scene: Scene) -> None:
    tab = scene.tab
    scene.go()
    rows = tab.locator("[data-goods-lines] tbody tr")
    number = rows.count()
    rows.first.locator("textarea").last.fill("Corrected")
    scene.press()
    assert "8443" in tab.locator("input:focus").input_value()
    scene.press()
    assert rows.count() == number + 11
    scene.see()
    rows.nth(1).locator("[type=checkbox]").check()
    scene.go()
    assert tab.is_visible(".messages .success")


@step("Editors", "What changes compares the draft")
def compares_the_draft(scene: Scene) -> None:
    scene.go()
    assert "Corrected" in scene.tab.inner_text("main")
    scene.go()


# --- Translators -------------------------------------------------------------------------------


@step("Translators", "The home screen lists what your language lacks")
def begins_a_translation(scene: Scene) -> None:
    scene.go()
    assert "/edit/" in scene.tab.url


@step("Translators", "Original and translation stand side by side")
def translates_a_text(scene: Scene) -> None:
    scene.see()
    scene.press()
    scene.tab.locator("main textarea:visible").last.fill(f"Title {scene.language}")
    progress = scene.tab.locator("[data-part=progress]")
    before = progress.inner_text().strip()
    button = scene.see()
    button.click()
    button.wait_for(state="detached")
    progress.filter(has_not_text=before).wait_for()
    scene.go()
    assert scene.tab.is_visible(".messages .success")


@step("Translators", "Outside translators?")
def exchanges_a_file(scene: Scene) -> None:
    tab = scene.tab
    with tab.expect_download() as got:
        scene.press()
    file = Path(got.value.path())
    texts = polib.pofile(file.read_text(encoding="utf-8"))
    for entry in texts.untranslated_entries():
        entry.msgstr = f"Text {scene.language}"
    texts.save(str(file))
    with tab.expect_navigation(), tab.expect_file_chooser() as chooser:
        scene.press()
        chooser.value.set_files(
            {"name": "a.po", "mimeType": "text/x-gettext-translation", "buffer": file.read_bytes()}
        )
    assert tab.is_visible(".messages .success")


@step("Translators", "Submit for review hands")
def hands_the_translation_in(scene: Scene) -> None:
    scene.go()
    assert scene.tab.is_visible(".messages .success")


# --- Legal reviewers ---------------------------------------------------------------------------


@step("Legal reviewers", "The home screen lists under")
def sees_what_waits(scene: Scene) -> None:
    scene.see()


@step("Legal reviewers", "Open it. For rules and lists")
def reads_what_changes(scene: Scene) -> None:
    tab = scene.tab
    with tab.expect_navigation():
        tab.locator("main a[href*=rulesetdocument]:has-text('C/O')").first.press("Enter")
    ready(tab)
    scene.go()
    assert tab.locator(".ruleset-difference").count()
    tab.go_back()
    ready(tab)
    trial = tab.request.get(scene.see().get_attribute("href"))
    assert trial.ok
    open_waiting(scene, "correct")
    scene.go()
    assert tab.url.endswith("/history/")


def open_waiting(scene: Scene, what: str) -> None:
    """Open a page that waits, from the home screen."""
    scene.tab.goto("/admin/")
    with scene.tab.expect_navigation():
        scene.tab.locator(f"main a:has-text('{what}-{scene.language}')").first.press("Enter")
    scene.wait()


@step("Legal reviewers", "In the menu More actions")
def sends_it_back(scene: Scene) -> None:
    open_waiting(scene, "correct")
    more = scene.see()
    scene.see()
    more.click()
    scene.press()
    modal = scene.tab.locator(".modal-dialog form")
    modal.locator("textarea").fill("Điều 1")
    with scene.tab.expect_navigation():
        modal.locator("[type=submit]").click()
    assert scene.tab.is_visible(".messages .success")


@step("Legal reviewers", "Approve and Publish in the menu")
def approves_it(scene: Scene) -> None:
    open_waiting(scene, "approve")
    approve, more = scene.name(), scene.name()
    shown(scene.tab, more).click()
    scene.see()
    with scene.tab.expect_navigation():
        shown(scene.tab, approve).click()
    assert scene.tab.is_visible(".messages .success")


@step("Legal reviewers", "A translation has its buttons")
def approves_a_translation(scene: Scene) -> None:
    scene.tab.goto("/admin/")
    with scene.tab.expect_navigation():
        scene.tab.locator(f"main a:has-text('judge-{scene.language}')").first.press("Enter")
    scene.see()
    scene.go()
    assert scene.tab.is_visible(".messages .success")


# --- Provincial editors ------------------------------------------------------------------------


@step("Provincial editors", "The home screen shows what readers see")
def sees_the_own_locality(scene: Scene) -> None:
    assert scene.tab.is_visible(".guidance-locality ol")
    assert scene.tab.is_visible(".guidance-locality a[href='/admin/guide/']")
    # There are no pages to look for.
    assert not scene.tab.locator("main form[role=search]:visible").count()


@step("Provincial editors", "Still true: confirm today")
def confirms_it(scene: Scene) -> None:
    scene.go()
    assert scene.tab.is_visible(".messages .success")


@step("Provincial editors", "Something has changed opens the form")
def changes_a_step(scene: Scene) -> None:
    tab = scene.tab
    scene.go()
    tab.locator("select[name$=-status]").last.select_option(label=scene.name())
    scene.press()
    tab.locator("iframe[title]").first.wait_for()
    scene.go()
    assert tab.is_visible(".messages .success")


@step("Provincial editors", "Links for your web site")
def takes_the_links(scene: Scene) -> None:
    scene.tab.goto("/admin/")
    scene.go()
    assert scene.tab.locator("main code").count()
    assert scene.tab.locator("main td a[href*=qr]").count()


# --- Administrators ----------------------------------------------------------------------------


@step("Administrators", "A new colleague: ")
def makes_an_account(scene: Scene) -> None:
    tab, name = scene.tab, f"colleague-{scene.language}"
    scene.walk(2)
    scene.go()
    fields = {"username": name, "email": f"{name}@example.org", "first_name": name}
    fields |= {"last_name": name, "password1": NEWCOMER_TYPES, "password2": NEWCOMER_TYPES}
    for field_name, value in fields.items():
        tab.fill(f"[name={field_name}]", value)
    scene.press()
    tab.locator("[name=groups]:visible").first.check()
    scene.go()
    assert name in tab.inner_text(".messages")
    tab.locator(".sidebar-footer__account").click()
    assert scene.see().get_attribute("href")
    scene.walk(2)


@step("Administrators", "Somebody leaves: ")
def closes_an_account(scene: Scene) -> None:
    tab = scene.tab
    scene.walk(2)
    with tab.expect_navigation():
        tab.locator("main").get_by_role("link", name=f"colleague-{scene.language}").first.click()
    tab.get_by_label(scene.name()).uncheck()
    scene.go()
    assert tab.is_visible(".messages .success")


@step("Administrators", "Lost telephone: ")
def resets_a_second_factor(scene: Scene) -> None:
    tab = scene.tab
    tab.goto("/admin/users/")
    row = tab.locator("tr", has_text=f"colleague-{scene.language}")
    row.locator("[data-w-dropdown-target=toggle]").first.click()
    scene.go()
    assert tab.locator("main form [type=submit]").count()


@step("Administrators", "Groups: ")
def finds_the_groups(scene: Scene) -> None:
    scene.tab.goto("/admin/")
    scene.walk(2)
    assert scene.tab.url.endswith("/admin/groups/")


@step("Administrators", "Who did what: ")
def reads_the_history(scene: Scene) -> None:
    scene.walk(2)
    assert f"colleague-{scene.language}" in scene.tab.inner_text("main")


@step("Administrators", "Who runs the site: ")
def names_the_operator(scene: Scene) -> None:
    scene.walk(2)
    assert scene.tab.locator("main td a[href*='/siteframe/edit/']").count()


# --- Each role, in each language ---------------------------------------------------------------


@pytest.fixture(scope="module")
def prepared_site(own_site: str, own_folder: Path) -> str:
    """A site with something to do for everybody."""
    code = SET_UP.format(languages=editions(), into=INTO, first=FIRST_DRAFT, main=MAIN)
    manage(own_folder, "shell", "--no-imports", "-v", "0", "-c", code)
    return own_site


@pytest.fixture
def enter(
    new_page: Callable[..., Any], prepared_site: str, own_folder: Path
) -> Callable[[str, str], Any]:
    """Lets a demo account in, with a browser in a language."""
    password = (own_folder / "demo-password").read_text(encoding="utf-8").strip()

    def entered(role: str, language: str) -> Any:
        options = {"base_url": prepared_site, "locale": language, "reduced_motion": "reduce"}
        tab = new_page(patience=PATIENCE, viewport={"width": 1360, "height": 1000}, **options)
        tab.goto("/admin/login/")
        tab.fill("[name=username]", f"demo-{role}")
        tab.fill("[name=password]", password)
        with tab.expect_navigation():
            tab.locator("button[type=submit]").first.press("Enter")
        return tab

    return entered


@pytest.mark.parametrize("language", editions())
@pytest.mark.parametrize("heading", FOLLOWERS)
def test_the_guide_leads_where_it_says(
    enter: Callable[[str, str], Any], heading: str, language: str
) -> None:
    tab = enter(FOLLOWERS[heading] or translator(INTO[language]), language)
    told: dict[str, Any] = {}
    pairs = zip(steps(WRITTEN), steps(language), strict=True)
    for english, own in (pair for pair in pairs if pair[0].heading == heading):
        function = function_of(english)
        assert function, english.words
        scene = Scene(language, list(own.names), tab, lambda role: enter(role, language), told)
        function(scene)
        assert scene.names == [], f"not used: {own.words}"
