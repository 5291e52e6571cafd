"""Uploads in an S3-compatible bucket: kept there, handed out by the site, in back-ups as ever."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.guidance.editing.test_uploads import picture
from tests.guidance.operations.stack import Stack, get

BUCKET = "uploads"
# It asks for some, and takes any.
SECRETS = {"access_key": BUCKET, "secret_key": BUCKET, "region_name": "us-east-1"}
UPLOAD = """
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
picture = ContentFile(open({picture!r}, "rb").read(), "map.png")
for _twice in range(2):
    image = Image.objects.create(title="Map", file=picture)
print(image.file.url, image.get_rendition("width-10").url)
paper = Document.objects.create(title="Form", file=ContentFile(b"a;b", "form.csv"))
print(paper.url, "/media/" + paper.file.name)
"""


@pytest.fixture
def service() -> Iterator[ThreadedMotoServer]:
    """An object store on this machine with one bucket, and nothing in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    bucket(server).create()
    yield server
    server.stop()


def endpoint(server: ThreadedMotoServer) -> str:
    """The address of the object store."""
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"


def bucket(server: ThreadedMotoServer) -> Any:
    """The bucket, past the site."""
    names = {"access_key": "aws_access_key_id", "secret_key": "aws_secret_access_key"}
    secrets = {names.get(name, name): value for name, value in SECRETS.items()}
    return boto3.resource("s3", endpoint_url=endpoint(server), **secrets).Bucket(BUCKET)


def settings_of(server: ThreadedMotoServer) -> dict[str, str]:
    """What an installation is told to keep its uploads there."""
    options = {**SECRETS, "bucket_name": BUCKET, "endpoint_url": endpoint(server)}
    return {
        "MEDIA_STORAGE": "guidance.operations.s3.S3MediaStorage",
        "MEDIA_STORAGE_OPTIONS": json.dumps(options),
    }


def test_uploads_are_kept_in_a_bucket_handed_out_and_backed_up(
    another: Callable[[], Stack], service: ThreadedMotoServer, tmp_path: Path
) -> None:
    stack, elsewhere = another(), another()
    stack.variables.update(settings_of(service))
    image = tmp_path / "map.png"
    image.write_bytes(picture("PNG"))

    printed = stack.manage("shell", "-c", UPLOAD.format(picture=str(image)))

    original, rendition, paper, secret = printed.split()[-4:]
    kept = {item.key for item in bucket(service).objects.all()}
    # The second upload did not take the place of the first.
    assert len([name for name in kept if name.startswith("original_images/map")]) == 2
    assert not (stack.folder / "media").exists()
    with stack.serve() as site:
        assert get_bytes(site + original) == image.read_bytes()
        assert get_bytes(site + rendition).startswith(b"\x89PNG")
        assert get_bytes(site + paper) == b"a;b"
        assert get(site + secret).status == 404
        assert get(f"{site}/media/no/such.png").status == 404
        assert get(f"{site}/media/..%2f..%2fetc/passwd").status in (400, 404)
        stack.manage("backup", str(tmp_path / "site.zip"))
        service.stop()
        # Without the bucket a picture is missing, and no page.
        assert get(site + original).status == 503
        assert get(f"{site}/vi/").status == 200
    # The same file leads from the bucket to a disk; smaller copies of images are made again.
    elsewhere.manage("restore", str(tmp_path / "site.zip"), "--replace")
    media = elsewhere.folder / "media"
    restored = {str(file.relative_to(media)) for file in media.rglob("*") if file.is_file()}
    assert restored == {name for name in kept if not name.startswith("images/")}


def get_bytes(url: str) -> bytes:
    """What an address hands out."""
    with urllib.request.urlopen(url) as response:  # noqa: S310 - our own address
        return bytes(response.read())
