"""Requests no browser would send, and those it would, with something wrong in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.checking import ALL
from wizard.rules.assessments import entrance

SCRIPT = "<script>alert(7)</script>"
# Beyond the routes themselves: probes, and what is no route at all.
PLACES = (
    "/",
    "/{language}/check/{step}/",
    "/{language}/check/{slug}/{step}/",
    "/{language}/{word}/",
    "/{language}/{word}/{word}/",
    "/{word}/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/{word}",
)
# Of every assessment that is shipped, in each language.
SLUGS = tuple(entrance(ruleset).slug for ruleset in ALL.values())
STEPS = (
    "state", "fta-remanufactured", "goods", "print-kind", "print-capacity", "cartridge-kind",
    "part", "neighbour", "purpose", "line-role", "result", "nothing", "market", "registered",
)  # fmt: skip
KEYS = (*STEPS, "q", "kind", "name", "step", "place", "province", "both", "v", "on", "page", "text")
KEYS += ("username", "password", "email", "code", "left-out", "to", "csrfmiddlewaretoken")
KEYS += ("pick", "answer", "next", "comment", "is_useful", "website", "path", "format", "p")
VALUES = (
    "", "new", "used", "refurbished", "8471", "84715000", "printer", "máy in", "unknown",
    "research", "line-control", "yes", "no", "dong-nai", "1", "0", "-1", "9" * 40, "2026-11-22",
    "9999-12-31", "0000-00-00", "a" * 3000, "\0", "\r\nSet-Cookie: a=b", "%00", "%ff%fe",
    "../../etc/passwd", "'", '"', "a\" OR 1=1 --", "{{7*7}}", "${7*7}", SCRIPT, "\u202e",
    f'"><img src=x onerror={SCRIPT}', "\ud800", "٨٤٧١", "許可", "🧭" * 50, "NaN",
    "1e309", "[]", "{}", "null", "javascript:alert(1)", "//evil.example", "[" * 2000,
    "9223372036854775807", "9223372036854775808", "-2147483649", "4294967296", "1" * 4400,
    "thời hạn", "\ufffe", "ﷺ" * 40, "\x7f",
    "vi", "en", "binh-phuoc", "check", "2", "20260101", "names", "1,2,3", "=cmd|' /C calc'!A0",
)  # fmt: skip
HEADERS = (
    "accept", "accept-encoding", "accept-language", "cookie", "if-none-match", "if-modified-since",
    "range", "referer", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "content-type",
    "origin", "sec-fetch-site", "x-requested-with", "user-agent", "host", "content-length",
    "authorization", "x-http-method-override", "x-forwarded-port", "forwarded",
)  # fmt: skip
METHODS = (
    ("GET",) * 12 + ("POST",) * 5 + ("HEAD",) * 4 + ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
)
TYPES = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json")


@dataclass(frozen=True, slots=True)
class Made:
    """One request."""

    method: str
    path: str
    query: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = TYPES[0]


def printable(value: str) -> str:
    """The value as a header can carry it."""
    return "".join(sign for sign in value if sign.isprintable()).encode().decode("latin-1")


def escaped(value: str, chance: random.Random) -> str:
    """The value as part of an address, now and then not properly escaped, or as raw bytes."""
    if chance.random() < 0.05:
        raw = "".join(sign for sign in value if sign.isprintable()).encode("utf-8", "surrogatepass")
        return raw.decode("latin-1")
    if chance.random() < 0.1:
        return "".join(sign for sign in value if sign.isprintable() and sign.isascii())
    return quote(value, errors="surrogatepass", safe="")


def make(chance: random.Random, routes: Sequence[str], pages: Sequence[str] = ()) -> Made:
    """One request, the same for the same state of chance; to a page that exists if any is named."""
    known = chance.choices((routes, pages or routes, PLACES), (6, 3, 1))[0]
    language = chance.choice(("vi", "en", "fr", "de", "VI"))
    place = chance.choice(known).format(
        language=language,
        step=chance.choice(STEPS),
        slug=chance.choice(SLUGS).get(language, "nothing"),
        word=quote(chance.choice(VALUES)[:200], errors="surrogatepass", safe="/"),
    )
    pairs = [(key(chance), chance.choice(VALUES)) for _one in range(chance.choice((0, 1, 2, 5)))]
    encoded = "&".join(f"{escaped(name, chance)}={escaped(value, chance)}" for name, value in pairs)
    method = chance.choice(METHODS)
    count = chance.choice((0, 0, 1, 3))
    return Made(
        method=method,
        path=place,
        query=encoded if chance.random() < 0.9 else mutate(encoded, chance),
        headers={
            chance.choice(HEADERS): printable(chance.choice(VALUES)[:500]) for _one in range(count)
        },
        body=body(encoded, chance) if method in ("POST", "PUT", "PATCH") else b"",
        content_type=chance.choice(TYPES),
    )


def key(chance: random.Random) -> str:
    """A key the site knows, or anything."""
    return chance.choice(KEYS) if chance.random() < 0.9 else chance.choice(VALUES)[:100]


def mutate(text: str, chance: random.Random) -> str:
    """The text with one sign replaced, doubled or gone."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(("", "&", "=", "%", ";", "%zz", text)) + text[at + 1 :]


def body(encoded: str, chance: random.Random) -> bytes:
    """What a form would send, or noise."""
    if chance.random() < 0.7:
        return encoded.encode("ascii", "ignore")
    return chance.randbytes(chance.choice((0, 1, 100, 5000)))
