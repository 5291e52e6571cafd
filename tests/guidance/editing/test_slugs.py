"""A Vietnamese title becomes an address that can be typed, by the server and by the browser."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page

from guidance.models import GuidancePage
from guidance.text.slugs import browser_table, slug

TITLES = {
    "Điều kiện đặc biệt": "dieu-kien-dac-biet",
    "ĐIỀU KIỆN – ĐẶC BIỆT": "dieu-kien-dac-biet",
    "Giấy phép xuất xứ mẫu E": "giay-phep-xuat-xu-mau-e",
    "Œuvre d’occasion à l’étranger": "oeuvre-doccasion-a-letranger",
    "ẳ ẵ ẩ ẫ ể ễ ổ ỗ ở ỡ ử ữ ỷ ỹ đ": "a-a-a-a-e-e-o-o-o-o-u-u-y-y-d",
}
FORMS = ("NFC", "NFD")


def in_browser(text: str) -> str:
    """What Wagtail's script makes of a text: our table, then what is left of it by its rules."""
    for pattern, plain in browser_table():
        text = re.sub(pattern, plain, text)
    text = re.sub(r"[^-\w\s]", "", text.strip().lower(), flags=re.ASCII)
    return re.sub(r"[-\s]+", "-", text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("title", "expected"), TITLES.items())
def test_server_and_browser_make_the_same_address(title: str, expected: str, form: str) -> None:
    written = unicodedata.normalize(form, title)  # type: ignore[arg-type]

    assert slug(written) == expected
    assert in_browser(written) == expected


@pytest.mark.parametrize("form", FORMS)
def test_what_is_pasted_as_an_address_is_folded(
    pages: dict[tuple[str, str], Page], client: Client, form: str
) -> None:
    client.force_login(get_user_model().objects.create_superuser("editor", "e@example.org", "x"))
    parent = pages["vi", "circular-26"]
    pasted = unicodedata.normalize(form, "Điều kiện đặc biệt")  # type: ignore[arg-type]
    data = {
        "title": "Tên",
        "slug": pasted,
        "summary": "",
        "body-count": 0,
        "related-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }

    form_page = client.get(f"/admin/pages/add/guidance/guidancepage/{parent.pk}/").content.decode()
    response = client.post(f"/admin/pages/add/guidance/guidancepage/{parent.pk}/", data)

    assert response.status_code == 302, response.content.decode()
    assert GuidancePage.objects.latest("pk").slug == "dieu-kien-dac-biet"
    assert form_page.count("data-w-slug-formatters-value") >= 2
