"""What a chooser names may be deleted: what named it stays readable, and open to its editors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from guidance.models import GuidancePage, LegalSource, SiteFrame
from guidance.models.base import BasePage

Pages = dict[tuple[str, str], Page]


@pytest.fixture
def office(admin_client: Client) -> Callable[[Page], list[str]]:
    """Opens a page as its readers and its editors do, and says what did not answer."""

    def opened(page: Page) -> list[str]:
        admin = f"/admin/pages/{page.pk}"
        addresses = (page.url, f"{admin}/edit/", f"{admin}/view_draft/")
        return [url for url in addresses if url and admin_client.get(url).status_code != 200]

    return opened


def test_pages_outlive_every_page_that_they_name(
    pages: Pages, client: Client, office: Callable[[Page], list[str]]
) -> None:
    """Pages are deleted, the most named first, until each Vietnamese one has lost a neighbour."""
    naming: dict[int, set[Any]] = defaultdict(set)
    for (language, _key), page in pages.items():
        if language == "vi" and page.live:
            for item in page.related:
                naming[item.value.pk].add(page)
    faults: list[str] = []
    seen: set[Any] = set()
    for pk, naming_it in sorted(naming.items(), key=lambda found: -len(found[1])):
        if naming_it <= seen:
            continue
        with transaction.atomic():
            Page.objects.get(pk=pk).specific.delete()
            # A section takes with it what stands below.
            for page in Page.objects.filter(
                pk__in=[page.pk for page in naming_it - seen]
            ).specific():
                is_first_of_its_kind = type(page) not in map(type, seen)
                seen.add(page)
                faults += [page.url] if client.get(page.url).status_code != 200 else []
                faults += office(page) if is_first_of_its_kind else []
            transaction.set_rollback(True)
    assert len(seen) > 40
    assert not faults


def test_pages_outlive_every_source_that_they_cite(pages: Pages, client: Client) -> None:
    LegalSource.objects.all().delete()

    found = [page for (language, _key), page in pages.items() if language == "vi" and page.live]

    assert not [page.url for page in found if client.get(page.url).status_code != 200]


def test_a_page_outlives_its_picture_its_file_and_its_neighbour(
    pages: Pages, office: Callable[[Page], list[str]]
) -> None:
    image = get_image_model().objects.create(title="Label", file=get_test_image_file())
    document = get_document_model().objects.create(
        title="Form", file=ContentFile(b"%PDF", name="form.pdf")
    )
    page: BasePage = GuidancePage(
        title="It names three things", slug="names", locale=Locale.objects.get(language_code="vi")
    )
    page.body = [
        ("picture", {"image": image, "caption": "Label"}),
        ("download", {"document": document, "note": ""}),
    ]
    neighbour = pages["vi", "co-fee"]
    page.related = [("page", Page.objects.get(pk=neighbour.pk))]
    pages["vi", "co"].add_child(instance=page)
    page.save_revision().publish()
    assert not office(page)

    for thing in (image, document, neighbour):
        thing.delete()
        assert not office(page), thing


def test_a_menu_outlives_the_page_that_it_leads_to(pages: Pages, admin_client: Client) -> None:
    frame = SiteFrame.objects.get(locale__language_code="vi")
    chosen = Page.objects.get(pk=pages["vi", "co-fee"].pk)
    for name in ("menu", "foot"):
        setattr(frame, name, [("entry", {"label": "Gone", "page": chosen, "place": ""})])
    frame.save()

    pages["vi", "co-fee"].delete()

    for url in ("/vi/", f"/admin/snippets/guidance/siteframe/edit/{frame.pk}/"):
        assert admin_client.get(url).status_code == 200
