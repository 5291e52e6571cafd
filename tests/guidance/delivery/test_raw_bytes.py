"""Bytes that are not percent-encoded, sent to the server itself: never an error of the server."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.checking import check_at
from tests.guidance.operations.stack import Stack

TARGETS = (
    "/vi/search/?q=thời+hạn".encode(),
    check_at("vi", "?x=ờ").encode(),
    check_at("vi", "ờ/").encode(),
    "/vi/thời-hạn/?q=ờ".encode(),
    b"/vi/\xff\xfe/?q=\xff",
    check_at("vi", "result.json").encode() + b"?\xc3\x28=\xf4\x90\x80\x80",
    check_at("vi", "result/").encode() + b"?goods=\xe1\xbb",
    "/sitemap.xml?ờ".encode(),
    "/media/ờ.png".encode(),
    "/static/ờ.css".encode(),
    "/documents/1/ờ.pdf".encode(),
    "/admin/ờ/?next=ờ".encode(),
)


def ask(address: str, method: bytes, target: bytes) -> tuple[int, bytes]:
    """Status and the rest of what the server answers to a request line as it is."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=60) as wire:
        wire.sendall(
            b"%s %s HTTP/1.1\r\nHost: localhost\r\nReferer: /\xe1\xbb\x9d\r\n"
            b"Cookie: a=\xff\r\nConnection: close\r\n\r\n" % (method, target)
        )
        said = b""
        while piece := wire.recv(65536):
            said += piece
    head, _gap, body = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_no_raw_byte_breaks_the_server(full: Stack) -> None:
    wrong = []
    with full.serve() as address:
        for target in TARGETS:
            for method in (b"GET", b"HEAD", b"POST"):
                status, body = ask(address, method, target)
                if status >= 500 or (method == b"HEAD" and body):
                    wrong.append((status, method, target))
        status, page = ask(address, b"GET", TARGETS[0])
    assert not wrong, wrong
    if status != 400:
        assert 'value="thời hạn"'.encode() in page


@pytest.mark.parametrize("address", ["/sitemap.xml", "/vi/feed/", "/vi/search/?q=x"])
def test_head_is_answered_by_the_server_when_nothing_is_kept(full: Stack, address: str) -> None:
    with full.serve() as site:
        assert ask(site, b"HEAD", address.encode()) == (200, b"")
