#!/usr/bin/env python
"""The command line of the site."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the management command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.development")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # It says which variable is wrong; where it was read helps nobody who sets it.
        sys.exit(f"The site cannot start: {error}")


if __name__ == "__main__":
    main()
