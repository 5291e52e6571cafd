"""Wagtail's command, with bundles; `--every 30` goes on until it is stopped."""

from __future__ import annotations

import logging
import os
import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import close_old_connections
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from guidance.editing.bundles.publishing import publish_due

logger = logging.getLogger(__name__)


class Command(WagtailCommand):
    """Publish and expire what is due."""

    help = "Publishes and expires pages and records that are due, and bundles."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add how often to look."""
        super().add_arguments(parser)
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Repeat for ever.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish once, or again and again as long as whoever started this is there."""
        if not options["every"]:
            self.publish(options)
            return
        parent = os.getppid()
        while os.getppid() == parent:
            close_old_connections()
            try:
                self.publish(options)
            # Whatever it was, the next look may find it mended; stopping would publish nothing.
            except Exception:
                logger.exception("publishing what is due failed")
            time.sleep(options["every"])

    def publish(self, options: dict[str, Any]) -> None:
        """Bundles first: what is in one is not to go live alone."""
        if not options["dryrun"]:
            publish_due()
        super().handle(**options)
