"""Every type of page can be reached, shown, edited and previewed."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.test import override_settings
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import querydict_from_html

from guidance.loading.page_tree import TYPES

NAMES = sorted(TYPES)


@pytest.mark.usefixtures("content")
@override_settings(ALLOWED_HOSTS=["*"])
class TestPageTypes(WagtailPageTestCase):
    """Wagtail's own assertions, on the first page of each type."""

    def setUp(self) -> None:
        """Editing and previewing need an editor, whom the sign-in limit's backend cannot name."""
        backend = "django.contrib.auth.backends.ModelBackend"
        self.enterContext(mock.patch("wagtail.test.utils.page_tests.AUTH_BACKEND", backend))
        self.editor = self.create_superuser("editor")

    def each(self) -> list:
        """The first page of each type."""
        return [TYPES[name].objects.filter(live=True).first() for name in NAMES]

    def test_there_is_a_page_of_each_type(self) -> None:
        assert None not in self.each()

    def posted(self, page: Page) -> Any:
        """The edit form as it stands; the scripts that make the streams are played by hand."""
        # Each of Wagtail's assertions ends by logging out.
        self.client.force_login(self.editor)
        html = self.client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        form = querydict_from_html(html, form_id="page-edit-form")
        form.update({"body-count": "0", "related-count": "0"})
        return form

    def test_each_is_routable(self) -> None:
        # Wagtail's own assertion knows no language prefix.
        for page in self.each():
            with self.subTest(type(page).__name__):
                response = self.client.get(page.url)

                assert response.context["page"].specific == page

    def test_each_is_renderable(self) -> None:
        for page in self.each():
            with self.subTest(type(page).__name__):
                self.assertPageIsRenderable(page)

    def test_each_is_previewable(self) -> None:
        for page in self.each():
            with self.subTest(type(page).__name__):
                self.assertPageIsPreviewable(page, post_data=self.posted(page))

    def test_each_is_editable(self) -> None:
        for page in self.each():
            with self.subTest(type(page).__name__):
                self.assertPageIsEditable(page, post_data=self.posted(page))
