"""The one reader of environment variables. An empty variable counts as not set."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str) -> str:
    """The variable as it stands."""
    return os.environ.get(name) or default


def required(name: str) -> str:
    """The variable, or a refusal to start that names it."""
    value = text(name, "")
    if not value:
        msg = f"Set the environment variable {name}."
        raise ImproperlyConfigured(msg)
    return value


def served_at(host: str, port: str) -> str:
    """Where a browser on this machine reaches a server on HOST and PORT."""
    # "Every address" is none that can be opened.
    name = "localhost" if host in ("", "0.0.0.0", "::") else host  # noqa: S104 - compared
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in _TRUE | _FALSE:
        msg = f"{name} must be one of {', '.join(sorted(_TRUE | _FALSE))}, not {value!r}."
        raise ImproperlyConfigured(msg)
    return value in _TRUE


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        msg = f"{name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(msg) from error


def words(name: str, default: Sequence[str]) -> list[str]:
    """The variable as a list, separated by commas."""
    value = text(name, ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def mapping(name: str) -> dict[str, Any]:
    """The variable as a JSON object."""
    try:
        value = json.loads(text(name, "{}"))
    except json.JSONDecodeError as error:
        msg = f"{name} must be a JSON object: {error}."
        raise ImproperlyConfigured(msg) from error
    if not isinstance(value, dict):
        msg = f"{name} must be a JSON object."
        raise ImproperlyConfigured(msg)
    return value


def local_secret(path: Path) -> str:
    """The secret kept in a file that only this user may read; made on first use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        make_private(path)
        return path.read_text(encoding="utf-8").strip()
    secret = get_random_secret_key()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)
    return secret


def make_private(path: Path) -> None:
    """Let nobody but its owner read a file, whatever the umask was when it was made."""
    mode = path.stat().st_mode
    # Another's file is another's matter, and the file system may know no modes.
    with suppress(PermissionError):
        if mode & 0o077:
            path.chmod(mode & 0o700)
