"""What editors reach: records, readers' answers, block previews, pictures in small formats."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.utils.translation import override
from PIL import Image as Picture
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model

from guidance.blocks import BodyBlock, CitationsBlock
from guidance.models import (
    Feedback,
    LegalSource,
    Locality,
    QueryWithoutResult,
    TrainingPage,
    TrainingSession,
)

BLOCKS = BodyBlock().child_blocks


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Somebody who may do everything."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/admin/snippets/guidance/legalsource/",
        "/admin/snippets/guidance/legalsource/add/",
        "/admin/snippets/guidance/locality/",
        "/admin/snippets/guidance/glossaryterm/",
        "/admin/feedback/",
        "/admin/querywithoutresult/",
    ],
)
def test_every_list_opens(content: None, editor: Client, address: str) -> None:
    assert editor.get(address).status_code == 200


def test_a_locality_and_a_source_can_be_opened(content: None, editor: Client) -> None:
    for record in (Locality.objects.first(), LegalSource.objects.first()):
        assert record is not None
        name = record._meta.model_name
        address = f"/admin/snippets/guidance/{name}/edit/{record.pk}/"

        assert editor.get(address).status_code == 200


def test_the_usage_of_a_source_names_the_pages_that_cite_it(content: None, editor: Client) -> None:
    source = LegalSource.objects.get(slug="circular-36-2023-tt-btc")

    page = editor.get(f"/admin/snippets/guidance/legalsource/usage/{source.pk}/").content.decode()

    assert "Phí cấp C/O" in page


def test_reports_can_be_exported(content: None, editor: Client) -> None:
    Feedback.objects.create(path="/vi/", language="vi", is_useful=True)
    QueryWithoutResult.record("xyz", "vi")

    for address in ("/admin/feedback/", "/admin/querywithoutresult/"):
        assert editor.get(address, {"export": "csv"}).status_code == 200


@pytest.mark.parametrize("name", list(BLOCKS))
def test_every_block_says_what_it_is_for_and_shows_an_example(name: str, db: None) -> None:
    block = BLOCKS[name]

    assert block.get_description()
    # Drawn from what the database holds: a picture, a file, the days of the acts cited.
    stored = ("picture", "download", "acts_in_force")
    assert block.render(block.get_preview_value()).strip() or name in stored


@pytest.mark.parametrize(
    ("ranges", "problem"),
    [
        ([{"text": "20 to 10", "least": 20, "most": 10}], "Less than the least."),
        ([{"text": "1 to 2", "least": 1, "most": 2}] * 2, "not as many cells"),
    ],
)
def test_a_range_that_cannot_be_drawn_is_refused(
    ranges: list[dict[str, object]], problem: str, db: None
) -> None:
    block = BLOCKS["ranges"]
    row = {"title": "Little", "ranges": ranges}
    value = {"caption": "Fine", "title": "Value", "columns": ["One"], "rows": [row], "sources": []}

    with override("en"), pytest.raises(StructBlockValidationError) as found:
        block.clean(block.to_python(value))

    assert problem in str(found.value.as_json_data())


@pytest.mark.parametrize("name", list(BLOCKS))
def test_the_template_of_a_block_names_what_it_takes(name: str) -> None:
    block = BLOCKS[name]
    template = Path(get_template(block.meta.template).origin.name)

    contract = template.read_text(encoding="utf-8").splitlines()[0]

    assert contract.startswith("{#")
    assert not [field for field in block.child_blocks if field not in contract]


def test_a_course_shows_what_says_that_it_takes_place(
    content: None, client: Client, db: None
) -> None:
    page = TrainingPage.objects.get(locale__language_code="en")
    source = LegalSource.objects.get(slug="press-baobacninh-co")
    TrainingSession.objects.create(
        page=page, title="A course", starts_on=date(2027, 1, 5), source=source.slug
    )

    html = client.get(page.url).content.decode()

    shown = html[html.index("A course") :]
    assert 'class="app-cite"' in shown[: shown.index("</li>")]
    assert f"/en/legal-sources/{source.slug}/" in html


def test_a_citation_without_a_source_is_refused(content: None, db: None) -> None:
    block = CitationsBlock()

    assert block.clean(["circular-36-2023-tt-btc"]) == ["circular-36-2023-tt-btc"]
    with pytest.raises(Exception, match="act-that-is-not"):
        block.clean(["act-that-is-not"])


def test_a_picture_comes_in_small_formats_with_its_alternative_text(
    db: None, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    data = io.BytesIO()
    Picture.new("RGB", (1600, 900), "teal").save(data, "JPEG")
    data.seek(0)
    image = get_image_model().objects.create(title="x", file=ImageFile(data, name="x.jpg"))
    image.contextual_alt_text = "A label"

    html = render_to_string("blocks/picture.html", {"value": {"image": image, "caption": "C"}})

    assert "image/avif" in html
    assert "image/webp" in html
    assert 'alt="A label"' in html
