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
# What those headers usually hold, and what is nearly that.
SENT = {
    "accept": ("text/html", "application/json, */*;q=x", "image/*, " * 60, ";;,q=", "a/b;c*=x''y"),
    "accept-encoding": ("gzip", "br;q=0", "identity;q=0, *;q=0", "gzip;q=1.5, br, zstd", "*"),
    "accept-language": ("fr", "vi-VN,vi;q=0.9", "en;q=" + "9" * 40, "zh-Hant-" * 60, "*,;q=,-"),
    "authorization": ("Basic YTpi", "Basic ///", "Bearer x", "Basic"),
    "content-length": ("-1", "+5", "0x10", "1e3", "5, 5", "9" * 30, "٣", " ", "1_0"),
    "content-type": (
        "text/html; charset=base64", "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data", "multipart/form-data; boundary=" + "b" * 300, "; charset=",
    ),
    "cookie": ("sessionid=" + "a" * 32, "sessionid=; csrftoken=x", "django_language=xx", "=;=;"),
    "forwarded": ("for=192.0.2.1;host=evil.example;proto=http", 'for="[::1]:1"'),
    "host": ("localhost:1", "evil.example", "[::1]", "localhost.", "a..b", "%6c", "a:99999"),
    "if-modified-since": ("Sat, 30 Feb 2030 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:60 GMT", "0"),
    "if-none-match": ("*", 'W/"x"', '"' * 99, '"a", ' * 99, 'W/"'),
    "origin": ("null", "https://localhost:99999", "https://[", "http://localhost"),
    "range": ("bytes=0-0", "bytes=-1", "bytes=5-2", "bytes=0-,-9", "bytes=" + "0-1," * 90, "x=1"),
    "referer": ("https://[::1", "/vi/", "https://localhost/vi/?" + "a=1&" * 90),
    "x-forwarded-for": ("::1", "192.0.2.1:80", "[2001:db8::1]:443, 10.0.0.1", "," * 99, "::%a"),
    "x-forwarded-host": ("evil.example", "localhost, localhost"),
    "x-forwarded-proto": ("http", "https, http", "HTTPS"),
    "x-http-method-override": ("DELETE", "get"),
}  # fmt: skip
METHODS = (
    ("GET",) * 12 + ("POST",) * 5 + ("HEAD",) * 4 + ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
)
FORM = "application/x-www-form-urlencoded"
# Python knows encodings that are none of letters, and some that only look like one of the web.
TYPES = (
    FORM, FORM, "multipart/form-data; boundary=b", "multipart/form-data; boundary=b",
    "application/json", "text/plain", "application/xml", "application/octet-stream", "", "x",
    "multipart/form-data", 'multipart/form-data; boundary="', "multipart/mixed; boundary=b",
    "text/html; charset*=x''y", "multipart/form-data; boundary*=undefined''b", ";a*0*=", ";a*b=",
    *(f"{FORM}; charset={name}" for name in (
        "utf-8", "latin-1", "utf-16", "utf-7", "base64", "rot13", "idna", "undefined", "x", "\xff",
        "unicode_escape", "zlib", "a" * 300,
    )),
)  # fmt: skip
PART = '--b\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'


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
        headers=dict(header(chance) for _one in range(count)),
        body=body(encoded, pairs, chance) if method in ("POST", "PUT", "PATCH") else b"",
        content_type=chance.choice(TYPES),
    )


def header(chance: random.Random) -> tuple[str, str]:
    """A header the site or something in front of it reads, with what it might hold, or anything."""
    name = chance.choice(HEADERS)
    usual = chance.random() < 0.5
    return name, printable(chance.choice(SENT.get(name, VALUES) if usual else VALUES)[:500])


def key(chance: random.Random) -> str:
    """A key the site knows, or anything."""
    return chance.choice(KEYS) if chance.random() < 0.9 else chance.choice(VALUES)[:100]


def mutate(text: str, chance: random.Random) -> str:
    """The text with one sign replaced, doubled or gone."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(("", "&", "=", "%", ";", "%zz", text)) + text[at + 1 :]


def body(encoded: str, pairs: Sequence[tuple[str, str]], chance: random.Random) -> bytes:
    """What a form would send in either way, or noise."""
    kind = chance.random()
    if kind < 0.5:
        return encoded.encode("ascii", "ignore")
    if kind < 0.8:
        file = chance.choice(("", "", '; filename="a.csv"', '; filename="\0/../' + "a" * 300))
        parts = (PART.format(name, file, value) for name, value in pairs)
        return ("".join(parts) + "--b--\r\n").encode("utf-8", "surrogatepass")
    return chance.randbytes(chance.choice((0, 1, 100, 5000)))
