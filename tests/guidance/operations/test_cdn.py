"""Who asks, as nginx tells the site: nobody forges it, with a CDN in front and without."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from guidance.delivery.rate_limit import client_address
from guidance.operations import stack as parts
from tests.guidance.operations.stack import Stack, eventually
from tests.guidance.operations.test_stack import ELSEWHERE, HERE, RATE, Front, pytestmark

__all__ = ["pytestmark"]

VISITOR, ANOTHER = "203.0.113.7", "203.0.113.8"
CDN = ELSEWHERE


class Echo(BaseHTTPRequestHandler):
    """Stands for the site: answers with the address that it is told."""

    def do_GET(self) -> None:
        told = ",".join(self.headers.get_all("X-Forwarded-For", []))
        others = [name for name in self.headers if "_" in name]
        body = ";".join([told, *others]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def fronted(folder: Path, cdn: tuple[str, ...] = (), rate: int = RATE) -> Iterator[Front]:
    """Nginx as it is shipped, in front of an echo."""
    site = ThreadingHTTPServer((HERE, 0), Echo)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    if cdn:
        addresses = folder / "nginx" / "cdn.d" / "addresses.conf"
        addresses.parent.mkdir(parents=True)
        addresses.write_text("".join(f"set_real_ip_from {network};\n" for network in cdn))
    port, site_ports = parts.free_port(), [site.server_address[1]]
    try:
        with parts.front(folder, {"VAR_DIR": str(folder)}, site_ports, port, rate) as server:
            yield Front(port, folder, Stack(folder), server)
    finally:
        site.shutdown()
        site.server_close()


@pytest.fixture
def counted(settings: Any) -> Callable[[str], str]:
    """Whom the site counts, by what nginx told it."""
    settings.PROXY_COUNT = 1

    def sender(told: str) -> str:
        request = RequestFactory().get("/", headers={"X-Forwarded-For": told}, REMOTE_ADDR=HERE)
        return client_address(request)

    return sender


@pytest.mark.parametrize("forged", ["", VISITOR, f"{VISITOR}, {CDN}", f"{CDN}, {HERE}"])
def test_without_a_cdn_it_is_who_is_connected(
    tmp_path: Path, counted: Callable[[str], str], forged: str
) -> None:
    headers = {"X-Forwarded-For": forged} if forged else {}
    with fronted(tmp_path) as front:
        for source in (HERE, ELSEWHERE):
            assert counted(front.ask("/vi/", source=source, **headers).text) == source


@pytest.mark.parametrize(
    "named", [VISITOR, f"{ANOTHER}, {VISITOR}", f"{ANOTHER},{VISITOR} , {CDN}", f"x, {VISITOR}"]
)
def test_with_a_cdn_it_is_the_last_that_is_none_of_its_own(
    tmp_path: Path, counted: Callable[[str], str], named: str
) -> None:
    with fronted(tmp_path, (f"{CDN}/32", "2001:db8::/32")) as front:
        headers = {"X-Forwarded-For": named}

        assert counted(front.ask("/vi/", source=CDN, **headers).text) == VISITOR
        # Past the CDN nobody is believed.
        assert counted(front.ask("/vi/", source=HERE, **headers).text) == HERE


def test_limits_count_visitors_behind_a_cdn_one_by_one(tmp_path: Path) -> None:
    def status(address: str) -> int:
        return front.ask("/vi/", source=CDN, **{"X-Forwarded-For": address}).status

    with fronted(tmp_path, (CDN,), rate=1) as front:
        eventually(20, lambda: status(VISITOR) == 429)

        assert status(ANOTHER) == 200


def test_a_header_by_another_spelling_does_not_pass(tmp_path: Path) -> None:
    with fronted(tmp_path, (CDN,)) as front:
        for source in (HERE, CDN):
            answer = front.ask("/vi/", source=source, X_Forwarded_For=VISITOR)
            assert answer.text == source
