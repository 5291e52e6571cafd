#!/usr/bin/env python
"""The command line of the site."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the management command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance.settings.development")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
