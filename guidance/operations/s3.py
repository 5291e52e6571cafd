"""Uploads in an S3-compatible bucket that visitors never see: `MEDIA_STORAGE` names this class.

The site hands the files out itself. So the bucket stays private, and pages ask no other host for
anything, which their security policy forbids.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from botocore.config import Config
from botocore.exceptions import BotoCoreError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})


class S3MediaStorage(S3Storage):
    """A bucket whose files have addresses of this site."""

    def __init__(self, **settings: Any) -> None:
        """Wait for seconds, not minutes: a thread of the site waits as well."""
        super().__init__(**settings)
        self.client_config: Config = self.client_config.merge(PATIENCE)

    def get_default_settings(self) -> dict[str, Any]:
        """Another upload of the same name gets a name of its own, as on a disk."""
        return {**super().get_default_settings(), "file_overwrite": False}

    def url(self, name: str, *_arguments: Any, **_options: Any) -> str:
        """Where the site hands the file out."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def _open(self, name: str, mode: str = "rb") -> File:
        try:
            return super()._open(name, mode)
        except BotoCoreError as error:
            # Callers know what to do when a disk fails; a bucket out of reach is no different.
            raise ConnectionError(str(error)) from error
