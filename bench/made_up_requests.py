"""A million made-up requests over the production shape: nginx, two processes, PostgreSQL, Redis.

    python bench/made_up_requests.py 1000000 8443        # how many; the port of nginx

Run by hand; needs what `make stack` needs, on this machine. The requests are those of the tests
(`tests/guidance/delivery/requests_made_up.py`), sent as bytes over TLS, every tenth in a way no
program should write one. Each connection comes from another address of loopback, and nginx lets one
address ask as often as it wants, so that no limit stands before the application. Every minute the
content version changes, and all that was kept is cold.

It ends with 1 if anything failed: a status from 500 on that is no deliberate 503, a trace or markup
that was sent handed back, a header split, no answer, one after 5 s, a process that grows.
"""

from __future__ import annotations

import gzip
import http.client
import multiprocessing
import os
import queue
import random
import signal
import socket
import ssl
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.figures import print_figure, print_machine, print_title  # noqa: E402
from bench.load import family, memory  # noqa: E402
from guidance.operations import stack  # noqa: E402

if TYPE_CHECKING:
    from tests.guidance.delivery.requests_made_up import Made

CLIENTS, THREADS = 2, 6
TELL_EVERY = 200
"""Requests that a thread sends before it tells what became of them."""
A_CONNECTION = 200
"""Requests on one connection; nginx itself closes it after a thousand."""
LONGEST, PATIENCE = 5.0, 30.0
GROWTH = 60.0
"""Megabytes that a process may hold more at the end of the run than half-way."""
MINUTE = 60.0
# Proper words of nginx for what it does not speak: a coding, a version of HTTP.
NOT_SPOKEN = (501, 505)
METHODS = ("get", "PROPFIND", "CONNECT", "FOO", "SEARCH", "\xc4\x90", "G" * 300, "QUERY", "LOCK")
# Ways to write a request that no browser knows; after some, nginx may close without a word.
WAYS = (
    "chunked", "expect", "1.0", "absolute", "no host", "bare lf", "long header",
    "many headers", "folded", "method", "both lengths", "unknown coding", "raw target",
)  # fmt: skip
SILENT_WAYS = ("broken chunk", "noise", "0.9", "2.0", "half a head", "half a body", "two hosts")
# A host that is not ours is told nothing; a length that is not that of the body is waited for.
SILENT_HEADERS = {"host", "content-length"}


@dataclass
class Found:
    """What became of some requests."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Count in what somebody else found."""
        self.sent += other.sent
        self.statuses += other.statuses
        self.by += other.by
        self.slowest = max(self.slowest, other.slowest)
        self.wrong += other.wrong


@dataclass(frozen=True, slots=True)
class Places:
    """Every route, how often to try which, and the address of every page."""

    routes: tuple[list[str], ...]
    shares: tuple[int, ...]
    pages: list[str]


def main() -> int:
    """Start everything, send, and print what was found; 1 if anything failed."""
    total, port = int(sys.argv[1]), int(sys.argv[2])
    stop = threading.Event()
    for told in stack.ENDINGS:
        signal.signal(told, lambda *_told: stop.set())
    print_title(f"{total:,} made-up requests over nginx")
    print_machine()
    with ExitStack() as parts:
        servers, variables = start(parts, port)
        os.environ.update(variables)
        places = known_places()
        began = time.monotonic()
        found, memories = send(total, port, places, servers, stop)
        seconds = time.monotonic() - began
    growth = max(memories[-1][pid] - memories[len(memories) // 2][pid] for pid in servers)
    report(found, seconds, memories, growth)
    return 1 if found.wrong or growth > GROWTH else 0


def start(parts: ExitStack, port: int) -> tuple[list[int], dict[str, str]]:
    """The production shape: the two servers' processes, and what they were told."""
    folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="guidance-")))
    folder.chmod(0o711)
    variables = stack.production(folder, port, stack.services(parts, folder))
    stack.manage(variables, "prepare")
    ports = (stack.free_port(), stack.free_port())
    servers = []
    for number, site_port in enumerate(ports):
        own = {"PORT": str(site_port), "SCHEDULER": "0" if number else "1"}
        servers.append(parts.enter_context(stack.site({**variables, **own})).pid)
    parts.enter_context(stack.front(folder, variables, ports, port, rate=100_000))
    return servers, variables


def known_places() -> Places:
    """What the application under test knows, asked of its own code and database."""
    import django

    django.setup()
    from django.db import connections

    from tests.guidance.delivery.routes import by_share, page_routes

    places = Places(*by_share(), page_routes())
    # What a process inherits it would share.
    connections.close_all()
    return places


def send(
    total: int, port: int, places: Places, servers: Sequence[int], stop: threading.Event
) -> tuple[Found, list[dict[int, float]]]:
    """Send from several processes until enough was sent; look at the memory every minute."""
    from guidance.delivery.content_version import content_version

    seed = int(os.environ.get("FUZZ_SEED") or 26)
    fork = multiprocessing.get_context("fork")
    told, ended = fork.Queue(), fork.Event()
    clients = [
        fork.Process(target=client, args=(port, seed * CLIENTS + number, places, told, ended))
        for number in range(CLIENTS)
    ]
    for process in clients:
        process.start()
    found, memories, next_look = Found(), [], time.monotonic()
    while found.sent < total and not stop.is_set():
        take(told, found, 1.0)
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + MINUTE
            memories.append({pid: max(map(memory, family(pid))) for pid in servers})
            shown = ", ".join(f"{number:.0f} MB" for number in memories[-1].values())
            print(f"{time.strftime('%H:%M')} {found.sent:,} {dict(found.by)} {shown}", flush=True)
            content_version.change()
    ended.set()
    for process in clients:
        # A process ends only when what it told was taken.
        while process.is_alive():
            take(told, found, 0.2)
        process.join()
    return found, memories


def take(told: Any, found: Found, seconds: float) -> None:
    """Count in what somebody tells within some seconds, and print what is wrong at once."""
    try:
        new = told.get(timeout=seconds)
    except queue.Empty:
        return
    found.add(new)
    for line in new.wrong:
        print(f"WRONG {line}", flush=True)


def client(port: int, seed: int, places: Places, told: Any, ended: Any) -> None:
    """One process: threads that ask, each over a connection of its own."""
    for name in stack.ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    asking = [
        threading.Thread(target=ask, args=(port, seed * THREADS + number, places, told, ended))
        for number in range(THREADS)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()


def ask(port: int, seed: int, places: Places, told: Any, ended: Any) -> None:
    """Send one request after the other, and tell now and then."""
    from tests.guidance.delivery.requests_made_up import make

    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    visitor, found = Visitor(port, chance), Found()
    while not ended.is_set():
        made = make(chance, chance.choices(places.routes, places.shares)[0], places.pages)
        way = chance.choice((*WAYS, *SILENT_WAYS)) if chance.random() < 0.1 else ""
        visitor.exchange(made, way, found)
        if found.sent >= TELL_EVERY:
            told.put(found)
            found = Found()
    told.put(found)


class Visitor:
    """One connection after the other, each from another address of loopback."""

    def __init__(self, port: int, chance: random.Random) -> None:
        """Nobody is connected yet."""
        self.port, self.chance = port, chance
        self.own_host = f"localhost:{port}"
        # The certificate was made just now, by this machine.
        self.trusting = ssl.create_default_context()
        self.trusting.check_hostname, self.trusting.verify_mode = False, ssl.CERT_NONE
        self.connection: ssl.SSLSocket | None = None
        self.count = 0

    def exchange(self, made: Made, way: str, found: Found) -> None:
        """Send a request and judge what comes back."""
        raw = written(made, way, self.own_host, self.chance)
        may_be_silent = way in SILENT_WAYS or not SILENT_HEADERS.isdisjoint(made.headers)
        began = time.monotonic()
        try:
            answer, body = self.answer(raw, made.method, way, is_last=may_be_silent)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            found.sent += 1
            found.by["nobody"] += 1
            if not may_be_silent:
                found.wrong.append(shown(type(error).__name__, made, way))
            return
        seconds = time.monotonic() - began
        if way or may_be_silent or answer.will_close or self.count >= A_CONNECTION:
            self.close()
        found.sent += 1
        found.statuses[answer.status] += 1
        found.slowest = max(found.slowest, seconds)
        by = answered_by(answer)
        found.by[by] += 1
        found.wrong += [shown(fault, made, way) for fault in faults(answer, body, seconds, by)]

    def answer(
        self, raw: bytes, method: str, way: str, *, is_last: bool
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer with its whole body; raises OSError or HTTPException if there is none."""
        connection = self.connection or self.connect()
        connection.sendall(raw)
        if is_last:
            connection.shutdown(socket.SHUT_WR)
        self.count += 1
        answer = http.client.HTTPResponse(connection, method="" if way == "method" else method)
        answer.begin()
        return answer, answer.read()

    def connect(self) -> ssl.SSLSocket:
        """Connect from any address of loopback."""
        a, b, c = (self.chance.randrange(1, 255) for _part in range(3))
        plain = socket.create_connection(
            (stack.LOOPBACK, self.port), PATIENCE, source_address=(f"127.{a}.{b}.{c}", 0)
        )
        self.connection = self.trusting.wrap_socket(plain, server_hostname="localhost")
        self.count = 0
        return self.connection

    def close(self) -> None:
        """Begin anew with the next request."""
        if self.connection:
            self.connection.close()
        self.connection = None


# --- Writing a request -------------------------------------------------------------------------


def written(made: Made, way: str, host: str, chance: random.Random) -> bytes:
    """A request as bytes; `way` is one of WAYS or SILENT_WAYS, or empty for the usual one."""
    target = made.path + (f"?{made.query}" if made.query else "")
    if way != "raw target":
        # nginx refuses these itself, and not only what is tried here.
        target = "".join(sign if sign > " " else "%20" for sign in target)
    if way == "absolute":
        target = f"https://{host}{target}"
    method = chance.choice(METHODS) if way == "method" else made.method
    version = {"1.0": " HTTP/1.0", "0.9": "", "2.0": " HTTP/2.0"}.get(way, " HTTP/1.1")
    headers = {"host": host, **made.headers}
    if made.body or made.method == "POST":
        headers.setdefault("content-type", made.content_type)
        headers.setdefault("content-length", str(len(made.body)))
    lines = [f"{method} {target}{version}", *_headers(headers, way, chance)]
    end = "\n" if way == "bare lf" else "\r\n"
    head = (end.join(lines) + end + end).encode("latin-1", "replace")
    if way == "noise":
        return chance.randbytes(chance.randrange(1, 500)) + b"\r\n\r\n"
    if way == "half a head":
        return head[: len(head) // 2]
    return head + _body(made.body, way)


def _headers(headers: dict[str, str], way: str, chance: random.Random) -> list[str]:
    if way == "no host":
        del headers["host"]
    if way in ("chunked", "broken chunk"):
        headers.pop("content-length", None)
        headers["transfer-encoding"] = "chunked"
    lines = [f"{name}: {value}" for name, value in headers.items()]
    added: dict[str, Callable[[], list[str]]] = {
        "two hosts": lambda: ["Host: evil.example"],
        "expect": lambda: ["Expect: 100-continue"],
        "long header": lambda: ["X-Long: " + "a" * chance.choice((3000, 15_000, 20_000, 70_000))],
        "many headers": lambda: [f"X-{number}: a" for number in range(chance.choice((90, 300)))],
        "folded": lambda: ["X-Folded: a", "\tb"],
        "both lengths": lambda: ["Transfer-Encoding: chunked"],
        "unknown coding": lambda: ["Transfer-Encoding: gzip, chunked"],
        "half a body": lambda: ["Content-Length: 5000"],
    }
    if way == "half a body":
        lines = [line for line in lines if not line.startswith("content-length")]
    return lines + (added[way]() if way in added else [])


def _body(body: bytes, way: str) -> bytes:
    if way in ("chunked", "both lengths", "unknown coding"):
        return (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + b"0\r\n\r\n"
    if way == "broken chunk":
        return b"zz\r\n" + body
    return body


# --- Judging an answer -------------------------------------------------------------------------


def answered_by(answer: http.client.HTTPResponse) -> str:
    """Who made it: all of the application's answers carry its content policy."""
    if "hit" in answer.headers.get("Cache-Status", ""):
        return "nginx's cache"
    return "the application" if "Content-Security-Policy" in answer.headers else "nginx"


def faults(answer: http.client.HTTPResponse, body: bytes, seconds: float, by: str) -> list[str]:
    """What is wrong with an answer, in words; mostly nothing."""
    from tests.guidance.delivery.requests_made_up import SCRIPT
    from tests.guidance.delivery.test_made_up_requests import TRACES

    is_deliberate = (answer.status == 503 and "Retry-After" in answer.headers) or (
        answer.status in NOT_SPOKEN and by == "nginx"
    )
    text = unpacked(body, answer.headers.get("Content-Encoding", ""))
    found = {
        f"status {answer.status} by {by}": answer.status >= 500 and not is_deliberate,
        "handed back": SCRIPT.encode() in text,
        "trace": any(trace in text for trace in TRACES),
        "split header": "a=b" in answer.headers.get("Set-Cookie", ""),
        f"{seconds:.1f} s": seconds > LONGEST,
    }
    return [words for words, is_so in found.items() if is_so]


def unpacked(body: bytes, coding: str) -> bytes:
    """The body as a browser would see it; what is cut off or empty (HEAD) as it came."""
    try:
        if coding == "gzip":
            return gzip.decompress(body)
        return bytes(brotli.decompress(body)) if coding == "br" and body else body
    except (brotli.error, zlib.error, EOFError, OSError):
        return body


def shown(fault: str, made: Made, way: str) -> str:
    """A line to find the fault with."""
    sent = f"{made.method} {made.path[:200]}?{made.query[:300]} {made.headers} "
    return f"{fault} [{way}] {sent}{made.content_type[:80]} {made.body[:300]!r}"


def report(
    found: Found, seconds: float, memories: Sequence[dict[int, float]], growth: float
) -> None:
    """Print what docs/benchmarks.md repeats."""
    print_title("Made-up requests over nginx")
    print_figure("sent", f"{found.sent:,}")
    print_figure("a second", f"{found.sent / seconds:.0f}")
    for by, count in found.by.most_common():
        print_figure(f"answered by {by}", f"{count / found.sent:.1%}")
    for status, count in sorted(found.statuses.items()):
        print_figure(f"status {status}", f"{count:,}")
    print_figure("slowest", f"{found.slowest:.1f} s")
    print_figure("failed", f"{len(found.wrong)}", "0", met=not found.wrong)
    for number, pid in enumerate(memories[-1]):
        told = ", ".join(f"{memories[at][pid]:.0f}" for at in (0, len(memories) // 2, -1))
        print_figure(f"server {number + 1}, MB: first, half-way, last", told)
    print_figure("growth", f"{growth:.0f} MB", f"<= {GROWTH:.0f} MB", met=growth <= GROWTH)


if __name__ == "__main__":
    sys.exit(main())
