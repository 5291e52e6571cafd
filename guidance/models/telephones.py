"""Telephone numbers and Zalo accounts of offices in Viet Nam, by the tables of libphonenumber."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REGION = "VN"
_BETWEEN = re.compile(r"\s*[,;/]\s*|\s+-\s+")
# Numbers such as 1022, which a province answers; the tables have only some of them.
_SHORT = re.compile(r"1\d{2,4}")
ZALO_HOSTS = ("zalo.me", "oa.zalo.me", "chat.zalo.me")


def parts(text: str) -> list[str]:
    """The numbers of a text that has several, as they are written."""
    return [part for part in _BETWEEN.split(text.strip()) if part]


def read(text: str) -> phonenumbers.PhoneNumber | None:
    """The number that a text is, dialled in Viet Nam or from abroad; None if it is none."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    is_number = _SHORT.fullmatch(text.strip()) or phonenumbers.is_valid_number(number)
    return number if is_number else None


def validate_phones(text: str) -> None:
    """Refuse what nobody can dial."""
    if wrong := [part for part in parts(text) if read(part) is None]:
        message = _("“%(part)s” is no telephone number. Write it as it is dialled: 024 3822 0000.")
        raise ValidationError(message, params={"part": wrong[0]})


def validate_zalo(text: str) -> None:
    """Refuse what is neither a number nor an address of Zalo."""
    if read(text) is None and not zalo_address(text):
        message = _("“%(text)s” is neither a telephone number nor an address such as zalo.me/….")
        raise ValidationError(message, params={"text": text})


def dialled(text: str) -> str:
    """A number as a link has it, `tel:+84-…`; empty for what is none."""
    number = read(text)
    if number is None:
        return ""
    if not phonenumbers.is_valid_number(number):
        return f"tel:{number.national_number}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)


def zalo_address(text: str) -> str:
    """The address of an account at Zalo that a text or number names; empty if it names none."""
    number = read(text)
    if number is not None:
        return f"https://zalo.me/0{number.national_number}"
    address = urlsplit(text if "//" in text else f"https://{text}")
    is_zalo = address.hostname in ZALO_HOSTS and address.path.strip("/")
    return f"https://{address.hostname}{address.path}" if is_zalo else ""


def linked(text: str) -> Iterator[tuple[str, str]]:
    """Each number of a text, and its link."""
    for part in parts(text):
        yield part, dialled(part)
