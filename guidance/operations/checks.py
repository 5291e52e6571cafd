"""What `manage.py check --deploy` asks of a public installation beyond Django's own checks."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

WHY = {
    "PROXY_COUNT": (
        "How many servers stand in front of the site? Without it all visitors behind one count as "
        "one sender, so that ten wrong passwords lock every editor out. 0 says that there is none."
    ),
    "SITE_URL": "The site's own address, for links, feeds, codes and letters.",
    "OPERATOR_EMAIL": "Where whoever runs the site is reached; /.well-known/security.txt says it.",
    "EMAIL_HOST": "The server that sends letters: new passwords, reviews, reminders.",
    "DEFAULT_FROM_EMAIL": "The sender of these letters; without it they are from nowhere.",
}


@register(Tags.security, deploy=True)
def installation_is_described(**_options: Any) -> list[CheckMessage]:
    """Name what nobody said about the installation, and what contradicts itself."""
    missing = [
        Warning(f"{name} is not set. {WHY[name]}", id=f"guidance.W{number:03}")
        for number, name in enumerate(settings.EXPECTED, start=1)
        if name in settings.NOT_SET
    ]
    return [*missing, *_contradictions()]


def _contradictions() -> Iterator[CheckMessage]:
    site = urlsplit(settings.SITE_URL)
    if settings.SITE_URL and site.scheme != "https":
        yield Warning("SITE_URL does not begin with https://.", id="guidance.W010")
    hosts = settings.ALLOWED_HOSTS
    if site.hostname and not any(_fits(site.hostname, host) for host in hosts):
        yield Warning("The host of SITE_URL is not in ALLOWED_HOSTS.", id="guidance.W011")
    if settings.PROXY_COUNT < 0:
        yield Warning("PROXY_COUNT is less than 0.", id="guidance.W012")
    for number, name in enumerate(("OPERATOR_EMAIL", "DEFAULT_FROM_EMAIL"), start=13):
        if name not in settings.NOT_SET and not _is_address(getattr(settings, name)):
            yield Warning(f"{name} is no e-mail address.", id=f"guidance.W{number:03}")


def _is_address(text: str) -> bool:
    """Whether it is an e-mail address, with a name or without."""
    try:
        validate_email(parseaddr(text)[1])
    except ValidationError:
        return False
    return True


def _fits(name: str, allowed: str) -> bool:
    if allowed.startswith("."):
        return name == allowed[1:] or name.endswith(allowed)
    return allowed in ("*", name)
