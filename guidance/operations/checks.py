"""What `manage.py check --deploy` asks of a public installation beyond Django's own checks."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import getaddresses
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

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
    for number, is_wrong, what in (*_about_addresses(), *_about_proxies_and_letters()):
        if is_wrong:
            yield Warning(what, id=f"guidance.W{number:03}")


def _about_addresses() -> Iterator[tuple[int, bool, str]]:
    hosts, text = settings.ALLOWED_HOSTS, settings.SITE_URL
    try:
        site = urlsplit(text)
        can_be = site.port != 0
    except ValueError:
        site, can_be = urlsplit("https:"), False
    host = site.hostname or ""
    is_in_hosts = any(_fits(host, allowed) for allowed in hosts)
    is_bare = text == f"{site.scheme}://{site.netloc}" and host and "@" not in text
    yield 10, bool(text) and site.scheme != "https", "SITE_URL does not begin with https://."
    yield 11, bool(host) and not is_in_hosts, "The host of SITE_URL is not in ALLOWED_HOSTS."
    yield 15, not can_be, "SITE_URL has a host or a port that there cannot be."
    is_other = bool(text) and can_be and not is_bare
    yield 16, is_other, "SITE_URL is more or less than a scheme, a host and perhaps a port."
    yield 17, "*" in hosts, "ALLOWED_HOSTS allows every host: who asks writes what links name."


def _about_proxies_and_letters() -> Iterator[tuple[int, bool, str]]:
    operator, contact = settings.OPERATOR_EMAIL, settings.SECURITY_CONTACT
    is_operator = "OPERATOR_EMAIL" in settings.NOT_SET or _is_address(operator)
    is_sender = "DEFAULT_FROM_EMAIL" in settings.NOT_SET or _is_sender(settings.DEFAULT_FROM_EMAIL)
    is_contact = contact in ("", operator) or _is_contact(contact)
    is_server = "EMAIL_HOST" in settings.NOT_SET or bool(settings.EMAIL_HOST.strip())
    yield 12, settings.PROXY_COUNT < 0, "PROXY_COUNT is less than 0."
    yield 13, not is_operator, "OPERATOR_EMAIL is not one e-mail address on the internet."
    yield 14, not is_sender, "DEFAULT_FROM_EMAIL is not one e-mail address on the internet."
    yield 18, not is_contact, "SECURITY_CONTACT is neither an e-mail address nor https://."
    yield 19, not is_server, "EMAIL_HOST is blank: no letter leaves."


def _is_sender(text: str) -> bool:
    """Whether it is one e-mail address, with a name or without."""
    senders = getaddresses([text])
    return text.isprintable() and len(senders) == 1 and _is_address(senders[0][1])


def _is_address(text: str) -> bool:
    """Whether it is an e-mail address alone; a machine such as localhost has none for others."""
    try:
        EmailValidator(allowlist=[])(text)
    except ValidationError:
        return False
    return True


def _is_contact(text: str) -> bool:
    """Whether security.txt may name it."""
    if text.startswith("https://"):
        try:
            return bool(urlsplit(text).hostname) and not any(sign.isspace() for sign in text)
        except ValueError:
            return False
    return _is_address(text.removeprefix("mailto:"))


def _fits(name: str, allowed: str) -> bool:
    if allowed.startswith("."):
        return name == allowed[1:] or name.endswith(allowed)
    return allowed in ("*", name)
