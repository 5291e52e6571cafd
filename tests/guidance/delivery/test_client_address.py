"""Who counts as one sender, behind no, one or two front servers of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from guidance.delivery.rate_limit import client_address

ASKED_BY = "10.0.0.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, ASKED_BY),
        (0, "1.1.1.1", ASKED_BY),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (1, "1.1.1.1:54321", "1.1.1.1"),
        (1, '"1.1.1.1:54321"', "1.1.1.1"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2:3::4]:443", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2:3::4]", "2001:db8:1:2::"),
        (1, "fe80::1%eth0", "fe80::"),
        (1, "::ffff:1.1.1.1", "1.1.1.1"),
        (1, "[::ffff:1.1.1.1]:80", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1:9, 10.0.0.1:8", "1.1.1.1"),
        (2, "[2001:db8:1:2::5]:9, 10.0.0.1", "2001:db8:1:2::"),
        # Fewer named than stand in front, or nothing that is an address: who asked is counted.
        (2, "1.1.1.1", ASKED_BY),
        (1, "", ASKED_BY),
        (1, "unknown", ASKED_BY),
        (1, "1.1.1.1, ", ASKED_BY),
        (1, "\x00, 9" * 40, ASKED_BY),
        (-1, "1.1.1.1", ASKED_BY),
    ],
)
def test_a_sender_is_found(settings: Any, proxies: int, forwarded: str | None, found: str) -> None:
    settings.PROXY_COUNT = proxies
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    request = RequestFactory().get("/", REMOTE_ADDR=ASKED_BY, **extra)

    assert client_address(request) == found


@pytest.mark.parametrize(
    ("asked_by", "found"),
    [("", ""), ("unix:", "unix:"), ("[2001:db8::1]:5", "2001:db8::"), ("1.1.1.1:5", "1.1.1.1")],
)
def test_what_the_server_says_is_read_alike(asked_by: str, found: str) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=asked_by)) == found


def test_each_connection_is_not_a_new_sender(settings: Any) -> None:
    settings.PROXY_COUNT = 1

    found = {
        client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"192.0.2.1:{port}"))
        for port in range(1024, 1044)
    }

    assert found == {"192.0.2.1"}
