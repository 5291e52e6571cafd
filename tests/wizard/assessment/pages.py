"""A page as a visitor reads it: its title, links, fields and anchors."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import HttpResponseBase

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect"}


def plain(text: str) -> str:
    """Squeeze spaces, hard ones too."""
    return " ".join(text.split())


class Page(HTMLParser):
    """What a test asks of a page, read from the markup alone."""

    def __init__(self, response: HttpResponseBase) -> None:
        """Read the markup of an answer."""
        super().__init__()
        self.html: str = response.content.decode()  # type: ignore[attr-defined]
        self.links: list[dict[str, str]] = []
        self.fields: dict[str, list[dict[str, str]]] = {}
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._texts: dict[str, list[str]] = {"title": [], "h1": []}
        self._open: list[str] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append({**found, "text": ""})
        if tag in {"input", "textarea", "button"} and "name" in found:
            self.fields.setdefault(found["name"], []).append(found)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as those of a drawing do."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if {"script", "style"} & set(self._open):
            return
        self.words.append(data)
        if "a" in self._open:
            self.links[-1]["text"] += data
        for tag, texts in self._texts.items():
            if tag in self._open:
                texts.append(data)

    @property
    def title(self) -> str:
        """The title of the window."""
        return plain("".join(self._texts["title"]))

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return plain("".join(self._texts["h1"]))

    @property
    def text(self) -> str:
        """All words of the page."""
        return plain(" ".join(self.words))

    def hrefs(self, kind: str = "") -> list[str]:
        """The addresses of all links, or of those that carry a class."""
        return [
            link["href"] for link in self.links if kind in link.get("class", "") and "href" in link
        ]

    def chosen(self, name: str) -> list[str]:
        """The values of a field that are ticked."""
        return [item["value"] for item in self.fields.get(name, []) if "checked" in item]
