"""No request to another site reaches anything inside the operator's network, by whatever way."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from guidance.editing.reports.address_check import visit
from guidance.operations import outgoing
from guidance.operations.outgoing import NotPublicError, ask, is_public

PUBLIC = "93.184.215.14"
INSIDE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - judged, not bound
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001:0:7f00:1::", "fec0::1", "3fff::1", "192.88.99.1", "168.63.129.16",
    "192.0.0.8", "192.0.0.170", "3ffe::1",
)  # fmt: skip


class Site(BaseHTTPRequestHandler):
    """Redirects where its path says; counts who asked."""

    asked: list[str]
    leads: dict[str, str]
    words = "Found"

    def do_HEAD(self) -> None:
        self.asked.append(f"{self.headers['Host']}{self.path}")
        to = self.leads.get(self.path)
        self.send_response(302 if to else 200, self.words)
        if to:
            self.send_header("Location", to)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the name that the library calls

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Internet:
    """Names with addresses; what is connected to is a server on this machine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, port: int, site: type[Site]) -> None:
        self.names: dict[str, list[str]] = {"public.example": [PUBLIC]}
        self.looked_up: list[str] = []
        self.connected: list[str] = []
        self.site = site
        connect = socket.create_connection

        def look_up(host: str, port: int, **_options: object) -> list[Any]:
            self.looked_up.append(host)
            found = self.names.get(host) or [host]
            # One answer after the other, as a server does that rebinds a name.
            now = found.pop(0) if len(found) > 1 else found[0]
            return [(0, 0, 0, "", (address, port)) for address in now.split("+")]

        def lead_here(address: tuple[str, int], *rest: object) -> socket.socket:
            self.connected.append(address[0])
            return connect(("127.0.0.1", port), 5)

        stand_in = SimpleNamespace(
            getaddrinfo=look_up,
            create_connection=lead_here,
            SOCK_STREAM=socket.SOCK_STREAM,
            SHUT_RDWR=socket.SHUT_RDWR,
        )
        monkeypatch.setattr(outgoing, "socket", stand_in)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    site = type("Here", (Site,), {"asked": [], "leads": {}})
    server = HTTPServer(("127.0.0.1", 0), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    monkeypatch.setattr(socket, "getfqdn", lambda _name="": "here")
    yield Internet(monkeypatch, port, site)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("text", INSIDE)
def test_addresses_inside_are_told(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", [PUBLIC, "2606:4700::1111", "::ffff:93.184.215.14"])
def test_addresses_outside_are_told(text: str) -> None:
    assert is_public(ip_address(text))


def test_a_public_site_is_asked_once_by_its_own_name(internet: Internet) -> None:
    reply = ask("HEAD", "http://public.example/a?q=thời", 5, "x")

    assert (reply.status, reply.address) == (200, "http://public.example/a?q=thời")
    assert internet.site.asked == ["public.example/a?q=th%E1%BB%9Di"]
    assert internet.looked_up == ["public.example"]
    assert internet.connected == [PUBLIC]


@pytest.mark.parametrize("inside", INSIDE)
def test_a_redirect_to_an_inside_address_is_not_followed(internet: Internet, inside: str) -> None:
    internet.names["inside.example"] = [inside]
    internet.site.leads["/"] = "http://inside.example/latest/meta-data/"

    with pytest.raises(NotPublicError):
        ask("HEAD", "http://public.example/", 5, "x")

    assert internet.connected == [PUBLIC]
    assert "not a public address" in visit("http://public.example/", 5).problem


def test_a_name_that_resolves_anew_is_connected_to_as_it_was_checked(internet: Internet) -> None:
    internet.names["public.example"] = [PUBLIC, "127.0.0.1"]

    assert ask("HEAD", "http://public.example/", 5, "x").status == 200

    assert internet.connected == [PUBLIC]
    with pytest.raises(NotPublicError):
        ask("HEAD", "http://public.example/", 5, "x")


def test_one_inside_address_among_several_is_enough(internet: Internet) -> None:
    internet.names["public.example"] = [f"{PUBLIC}+10.0.0.1"]

    with pytest.raises(NotPublicError):
        ask("HEAD", "http://public.example/", 5, "x")

    assert internet.connected == []


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://public.example/", "gopher://a.b/"])
def test_no_other_scheme_is_followed(internet: Internet, to: str) -> None:
    internet.site.leads["/"] = to

    with pytest.raises(NotPublicError):
        ask("HEAD", "http://public.example/", 5, "x")


def test_what_a_stranger_says_is_fit_to_be_kept(internet: Internet) -> None:
    internet.site.leads["/"] = "/a\0b\x1b"
    internet.site.words = "o\0k\x1b"

    reply = ask("HEAD", "http://public.example/", 5, "us")

    assert (reply.reason, reply.address) == ("ok", "http://public.example/ab")


def test_a_circle_of_redirects_ends(internet: Internet) -> None:
    internet.site.leads["/"] = "/"

    assert "too many redirects" in visit("http://public.example/", 5).problem
    assert len(internet.connected) == outgoing.MOST_HOPS + 1


def test_a_proxy_of_the_environment_is_not_used(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")

    assert ask("HEAD", "http://public.example/", 5, "x").status == 200


# Longer than anybody waits for, of which a piece comes now and then: no read by itself is late.
HEAD = b"HTTP/1.1 200 OK\r\nX-Long: "
# The head of a TLS record of 16 kB.
HANDSHAKE = b"\x16\x03\x03\x40\x00"
DRIPS = 400


@pytest.fixture
def dripping() -> Iterator[tuple[int, threading.Event]]:
    """A server that goes on and on, one letter after the other: its port, and whether it ended."""
    given_up, ended = threading.Event(), threading.Event()

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                visitor, _address = listener.accept()
                with visitor, suppress(OSError):
                    is_tls = visitor.recv(9999)[:1] == HANDSHAKE[:1]
                    visitor.sendall(HANDSHAKE + b"\x02" if is_tls else HEAD)
                    for _each in range(DRIPS):
                        visitor.sendall(b"a")
                        if given_up.wait(0.05):
                            return
                    ended.set()
                    visitor.sendall(b"\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1], ended
        given_up.set()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_drips_is_given_up_when_the_time_is_over(
    monkeypatch: pytest.MonkeyPatch, dripping: tuple[int, threading.Event], scheme: str
) -> None:
    monkeypatch.setattr(outgoing, "checked_addresses", lambda _host, _port: ["127.0.0.1"])

    port, has_ended = dripping

    with pytest.raises(TimeoutError):
        ask("HEAD", f"{scheme}://public.example:{port}/", 0.5, "x")

    assert not has_ended.is_set()


# The server asks itself whether it answers.
OWN_MACHINE = {"guidance/operations/serve.py"}
OPENS = re.compile(
    r"urlopen|urlretrieve|HTTPS?Connection|create_connection|^\s*(?:import|from) (?:requests|httpx|"
    r"urllib3|aiohttp|ftplib|smtplib)\b",
    re.MULTILINE,
)


def test_no_other_code_of_the_site_opens_a_connection() -> None:
    root = Path(settings.BASE_DIR)
    files = [file for room in ("guidance", "wizard") for file in (root / room).rglob("*.py")]
    found = {
        str(file.relative_to(root))
        for file in files
        if OPENS.search(file.read_text(encoding="utf-8"))
    }

    assert found == {"guidance/operations/outgoing.py", *OWN_MACHINE}
    # Nor does Wagtail, for what an editor would embed.
    assert settings.WAGTAILEMBEDS_FINDERS == []
