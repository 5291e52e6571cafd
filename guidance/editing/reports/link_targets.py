"""Judges where links lead, knowing every destination from a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from guidance.editing.reports.link_collector import Link, LinkIssue, is_elsewhere, is_malformed
from guidance.editing.reports.python_report import languages
from guidance.models import AddressCheck, FormerName, LegalSource, Locality, Provision

# Places below the pages of records that are no records themselves.
_BESIDE_RECORDS = {"feed", "names", "qr"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a link, and what is known of it."""

    issue: LinkIssue
    detail: str = ""


class LinkTargets:
    """Everything a link can lead to."""

    def __init__(self) -> None:
        """Ask once for each kind."""
        self.pages = dict(Page.objects.values_list("pk", "live"))
        self.titles = dict(Page.objects.values_list("pk", "draft_title"))
        self.records = {
            "document": set(get_document_model().objects.values_list("pk", flat=True)),
            "image": set(get_image_model().objects.values_list("pk", flat=True)),
        }
        self.sources = {*LegalSource.objects.values_list("slug", flat=True), *_provisions()}
        self.places = {
            *LegalSource.objects.values_list("slug", flat=True),
            *Locality.objects.values_list("slug", flat=True),
            *FormerName.objects.values_list("slug", flat=True),
        }
        self.redirects = set(Redirect.objects.values_list("old_path", flat=True))
        self.paths = dict(_paths())
        self.checks = {check.url: check for check in AddressCheck.objects.all()}

    def judge(self, link: Link) -> Judgement | None:
        """What is wrong with a link; None if nothing is."""
        if is_elsewhere(link):
            return self._elsewhere(link)
        if link.kind == "address":
            return self._address(link.target)
        if link.kind == "page":
            return self._page(int(link.target))
        known = self.sources if link.kind == "source" else self.records.get(link.kind, set())
        target = link.target if link.kind == "source" else int(link.target)
        return None if target in known else Judgement(LinkIssue.MISSING)

    def name(self, link: Link) -> str:
        """Where a link leads, as an editor knows it."""
        if link.kind == "page":
            return self.titles.get(int(link.target), f"#{link.target}")
        is_file = link.kind in self.records
        return f"{link.kind} {link.target}" if is_file else link.target

    def _page(self, pk: int) -> Judgement | None:
        if pk not in self.pages:
            return Judgement(LinkIssue.MISSING)
        return None if self.pages[pk] else Judgement(LinkIssue.UNPUBLISHED)

    def _elsewhere(self, link: Link) -> Judgement | None:
        if is_malformed(link.target):
            return Judgement(LinkIssue.MALFORMED)
        check = self.checks.get(link.target)
        if check is None:
            return None
        if check.problem:
            return Judgement(LinkIssue.FAILING, check.problem)
        return Judgement(LinkIssue.MOVED, check.moved_to) if check.moved_to else None

    def _address(self, address: str) -> Judgement | None:
        """Judge an address of this site, or one that only means something to a browser."""
        if address.startswith(("#", "mailto:", "tel:")):
            return None
        path = urlsplit(address).path
        if not path.startswith("/"):
            return Judgement(LinkIssue.MALFORMED)
        if Redirect.normalise_path(path) in self.redirects:
            return Judgement(LinkIssue.REDIRECTED)
        if path in self.paths:
            return None if self.paths[path] else Judgement(LinkIssue.UNPUBLISHED)
        return (
            None if self._is_view(path) or self._is_record(path) else Judgement(LinkIssue.MISSING)
        )

    def _is_view(self, path: str) -> bool:
        """Whether it is an address that no page stands behind."""
        language = path.split("/")[1]
        try:
            with override(language if language in languages() else settings.LANGUAGE_CODE):
                return resolve(path).url_name != "wagtail_serve"
        except Resolver404:
            return False

    def _is_record(self, path: str) -> bool:
        """Whether it is a record below one of the pages that have records."""
        above, _slash, last = path.rstrip("/").rpartition("/")
        if last in _BESIDE_RECORDS:
            return self.paths.get(f"{above}/", False) or self._is_record(above)
        return last in self.places and self.paths.get(f"{above}/", False)


def _provisions() -> Iterator[str]:
    for slug, key in Provision.objects.values_list("source__slug", "key"):
        yield f"{slug}:{key}"


def _paths() -> Iterator[tuple[str, bool]]:
    """The address of every page below its site, and whether readers see it."""
    roots = [site.root_page.get_translations(inclusive=True) for site in Site.objects.all()]
    homes = [home for found in roots for home in found.select_related("locale")]
    for url_path, live in Page.objects.values_list("url_path", "live"):
        for home in homes:
            if url_path.startswith(home.url_path):
                rest = url_path.removeprefix(home.url_path)
                yield f"/{home.locale.language_code}/{rest}", live
