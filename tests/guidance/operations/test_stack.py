"""The production shape: nginx as it is shipped, the site behind it, and parts of it that stop.

Everything is asked through nginx, over TLS, by the name of the site.
"""

from __future__ import annotations

import http.client
import os
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from guidance.operations import stack as parts
from tests.checking import check_at
from tests.guidance.operations.parts import CAN_STOP_POSTGRES, Redis, no_postgres
from tests.guidance.operations.stack import Answer, Stack, eventually

pytestmark = pytest.mark.skipif(
    not parts.has("nginx"),
    reason="needs nginx: apt-get install nginx-light; make test ARGS=tests/guidance/operations",
)
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
PAGE, STEP, RESULT = (
    "/en/glossary/",
    check_at("en", "goods/?state=used"),
    check_at("en", "questions.json"),
)
SEEN = (PAGE, STEP, RESULT, "/vi/")
STALE = "nginx; hit; detail=stale"
CONNECTIONS = 1024
# What one address may have at once, or send in a burst, is less than what these tests ask.
RATE = 10_000
PUBLISH = """
from wagtail.models import Page
page = Page.objects.get(slug="glossary", locale__language_code="en").specific
page.title = "{title}"
page.save_revision().publish()
"""
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname = False
TRUSTING.verify_mode = ssl.CERT_NONE


@dataclass(frozen=True, slots=True)
class Front:
    """The site behind nginx, and the process of the site."""

    port: int
    folder: Path
    installation: Stack
    server: subprocess.Popen[bytes]

    def connect(self, source: str = HERE, name: str = "localhost") -> ssl.SSLSocket:
        """A connection from an address of this machine."""
        plain = socket.create_connection((HERE, self.port), timeout=20, source_address=(source, 0))
        return TRUSTING.wrap_socket(plain, server_hostname=name)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, source: str = HERE,
        **headers: str,
    ) -> Answer:  # fmt: skip
        """What is answered on a connection of its own."""
        connection = http.client.HTTPSConnection("localhost", self.port, context=TRUSTING)
        connection.sock = self.connect(source)
        try:
            connection.request(method, path, body, headers)
            found = connection.getresponse()
            return Answer(found.status, found.read().decode(), found.headers)
        finally:
            connection.close()

    def kept(self) -> None:
        """See every page once, so that nginx has it."""
        for path in SEEN:
            assert self.ask(path).status == 200, path


@contextmanager
def behind_nginx(
    installation: Stack, folder: Path, other_port: int | None = None, **variables: str
) -> Iterator[Front]:
    """The installation as it is in production, with one process of the site.

    `other_port` is where nginx looks for another one, if there is to be one.
    """
    port, site_port = parts.free_port(), parts.free_port()
    installation = replace(
        installation,
        variables={
            **installation.variables,
            "DJANGO_SETTINGS_MODULE": "guidance.settings.production",
            "SECRET_KEY": "of this test only, and long enough for Django to take it as one",
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": f"https://localhost:{port}",
            "PROXY_COUNT": "1",
            "PORT": str(site_port),
            **variables,
        },
    )
    environment = installation.environment
    with ExitStack() as running:
        server = running.enter_context(parts.site(environment))
        site_ports = [site_port, other_port or site_port]
        running.enter_context(parts.front(folder, environment, site_ports, port, rate=RATE))
        front = Front(port, folder, installation, server)
        eventually(60, lambda: front.ask("/vi/check/").status == 200)
        yield front


@pytest.fixture(scope="module")
def front(full: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The installation behind nginx, for all tests that leave it as it was."""
    with behind_nginx(full, tmp_path_factory.mktemp("front")) as found:
        yield found


# --- What is published -------------------------------------------------------------------------


def test_what_is_published_is_seen_within_two_seconds_on_every_process(
    full: Stack, tmp_path: Path
) -> None:
    with behind_nginx(full, tmp_path, WORKERS="2") as front:
        front.kept()
        before = front.ask(PAGE)
        assert before.headers["Cache-Status"] == "nginx; hit"
        # Nobody asks for a while: even the first to come again must not be shown an old page.
        full.manage("shell", "-c", PUBLISH.format(title="Words, new"))
        time.sleep(2)

        after = front.ask(PAGE)

        assert "Words, new" in after.text
        assert after.headers["ETag"] != before.headers["ETag"]
        # Past nginx, on a new connection each time: whichever process answers knows it.
        address = f"http://{HERE}:{front.installation.variables['PORT']}"
        for _again in range(8):
            assert "Words, new" in past_nginx(front, address)
        full.manage("shell", "-c", PUBLISH.format(title="Glossary"))


def past_nginx(front: Front, address: str) -> str:
    """The page from the site itself, made for this request."""
    from tests.guidance.operations.stack import get

    headers = {"Host": "localhost", "X-Forwarded-Proto": "https", "Authorization": "none"}
    return get(f"{address}{PAGE}", **headers).text


def test_a_page_is_asked_for_by_its_name_and_made_once_for_each_encoding(front: Front) -> None:
    first = front.ask(PAGE, **{"Accept-Encoding": "identity"})
    for _again in range(2):
        assert front.ask(PAGE, **{"If-None-Match": first.headers["ETag"]}).status == 304
    time.sleep(3.1)

    assert front.ask(PAGE).headers["Cache-Status"] == "nginx; hit; detail=revalidated"
    assert front.ask(PAGE).headers["Cache-Status"] == "nginx; hit"


@pytest.mark.parametrize("headers", [{"Cookie": "sessionid=a"}, {"Authorization": "Basic YTph"}])
def test_whoever_has_a_session_or_credentials_passes_by_in_both_directions(
    front: Front, headers: dict[str, str]
) -> None:
    front.kept()
    for _again in range(2):
        assert front.ask(PAGE, **headers).headers["Cache-Status"] == "nginx; fwd=bypass"
    assert front.ask(PAGE, Cookie="other=1; a=b").headers["Cache-Status"].startswith("nginx; hit")


def test_what_is_private_or_sets_a_cookie_is_never_kept(front: Front) -> None:
    for path in ("/admin/login/", "/nothing-here/", "/en/feedback/thanks/?page=1", "/vi"):
        for _again in range(2):
            assert "hit" not in front.ask(path).headers["Cache-Status"], path


# --- What comes in -----------------------------------------------------------------------------


def test_an_unknown_host_is_told_nothing(front: Front) -> None:
    with pytest.raises((ssl.SSLError, OSError)):
        front.connect(name="evil.example")
    # By the right name first, then by another.
    with front.connect() as connection:
        connection.sendall(b"GET /vi/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert connection.recv(200) == b""


@pytest.mark.parametrize("path", ["/vi", "/vi/", "/vi/nothing", check_at("vi", "state/")])
def test_a_long_address_is_answered_or_refused(front: Front, path: str) -> None:
    """The site leads on with all of it, and nginx names what it keeps by it."""
    for size in (3_000, 4_000, 7_000, 15_000, 20_000):
        assert front.ask(f"{path}?x={'a' * size}").status in (200, 301, 302, 404, 414), size


def test_a_port_in_the_host_is_not_repeated(front: Front) -> None:
    page = front.ask("/robots.txt", Host="localhost:1234")

    assert f"https://localhost:{front.port}/sitemap.xml" in page.text


@pytest.mark.parametrize("target", ["/vi/search/?q=thời+hạn", check_at("vi", "?x=ờ"), "/vi/tìm/"])
def test_letters_that_nobody_encoded_pass(front: Front, target: str) -> None:
    with front.connect() as connection:
        request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        status = int(connection.recv(64).split()[1])

    assert status == (404 if target == "/vi/tìm/" else 200)


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/en/feedback/", 65 << 10),
        (check_at("en", "report/"), 65 << 10),
        (check_at("en", "papers/"), 2401 << 10),
        (check_at("en", "consignment/"), 2401 << 10),
        ("/admin/login/", 26 << 20),
    ],
)
@pytest.mark.parametrize("is_announced", [True, False], ids=["announced", "chunked"])
def test_a_body_over_the_limit_is_refused_and_left_nowhere(
    front: Front, path: str, size: int, is_announced: bool
) -> None:
    length = f"Content-Length: {size}" if is_announced else "Transfer-Encoding: chunked"
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n"
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    began = time.monotonic()
    with front.connect() as connection:
        connection.sendall(head.encode())
        sent = 0
        try:
            while not is_announced and sent < size:
                connection.sendall(chunk)
                sent += 0x10000
        except OSError:
            # Refused before all of it was sent.
            pass
        answer = connection.recv(64)
        while is_announced and b"</html>" not in answer and (more := connection.recv(1 << 16)):
            answer += more

    # What to do is said by the site, in the language of the address.
    said = "Back button" if path.startswith("/en/") else "nút Quay lại"
    assert not is_announced or said in answer.decode()
    # Of an announced one nothing was sent: the answer came all the same.
    assert answer.split()[1] == b"413"
    assert time.monotonic() - began < 5
    assert left_behind(front) == []


def left_behind(front: Front) -> list[Path]:
    """Files of bodies, at nginx and where Django would put them."""
    own = [path for path in (front.folder / "nginx" / "client_body").rglob("*") if path.is_file()]
    return [*own, *Path(os.environ.get("TMPDIR", "/tmp")).glob("*.upload*")]  # noqa: S108


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /vi/ HTTP/1.1\r\nHost: localho",
        b"POST /vi/feedback/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nis_useful=",
    ],
    ids=["idle", "half a head", "half a body"],
)
def test_a_thousand_connections_from_one_address_hold_nobody_else_up(
    front: Front, sent: bytes
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    front.kept()
    with ExitStack() as open_connections:
        # TLS for each would measure how fast this test is; half of them only connect.
        for number in range(CONNECTIONS):
            if sent and number % 8 == 0:
                connection: socket.socket = front.connect()
                connection.sendall(sent)
            else:
                connection = socket.create_connection((HERE, front.port))
            open_connections.enter_context(connection)
        for path in (PAGE, STEP, "/en/search/?q=printer"):
            began = time.monotonic()
            assert front.ask(path, source=ELSEWHERE).status == 200, path
            assert time.monotonic() - began < (1 if path != "/en/search/?q=printer" else 5), path
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_one_address_has_so_many_requests_at_once(front: Front) -> None:
    slow = (
        b"POST /vi/feedback/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nis_useful="
    )
    with ExitStack() as slow_senders:
        for _each in range(60):
            slow_senders.enter_context(front.connect()).sendall(slow)
        eventually(5, lambda: front.ask(PAGE).status == 429)

        assert front.ask(PAGE, source=ELSEWHERE).status == 200


# --- What stops --------------------------------------------------------------------------------


def told_stale(front: Front, *others: str) -> None:
    """What was seen before is sent, and said to be as it was; in no time."""
    for path in (*SEEN, *others):
        began = time.monotonic()
        page = front.ask(path)
        assert (page.status, page.headers["Cache-Status"]) == (200, STALE), path
        assert time.monotonic() - began < 2, path


def test_while_the_site_is_stopped_pages_seen_before_are_sent(full: Stack, tmp_path: Path) -> None:
    with behind_nginx(full, tmp_path) as front:
        front.kept()
        front.server.terminate()
        front.server.wait(timeout=30)
        time.sleep(3)

        told_stale(front)
        assert front.ask("/fr/glossaire/").status == 502

        environment = front.installation.environment
        with parts.site(environment):
            eventually(60, lambda: front.ask(PAGE).headers["Cache-Status"] != STALE)
            assert front.ask("/fr/check/").status == 200


def test_while_the_site_hangs_pages_seen_before_are_sent(full: Stack, tmp_path: Path) -> None:
    with behind_nginx(full, tmp_path) as front:
        front.kept()
        time.sleep(3)
        children = Path(f"/proc/{front.server.pid}/task/{front.server.pid}/children")
        workers = [int(child) for child in children.read_text().split()]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        try:
            began = time.monotonic()
            page = front.ask(PAGE)
            assert (page.status, page.headers["Cache-Status"]) == (200, STALE)
            assert time.monotonic() - began < 12
        finally:
            for worker in workers:
                os.kill(worker, signal.SIGCONT)
        eventually(30, lambda: front.ask(PAGE).headers["Cache-Status"] != STALE)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="needs redis-server")
def test_without_redis_everything_is_served(full: Stack, tmp_path: Path) -> None:
    redis = Redis(tmp_path)
    with behind_nginx(full, tmp_path, CACHE_URL=redis.address) as front:
        front.kept()
        redis.kill()
        time.sleep(3)
        for path in (*SEEN, "/fr/", "/en/search/?q=printer", "/admin/login/"):
            assert front.ask(path).status == 200, path


@pytest.mark.postgres
@CAN_STOP_POSTGRES
def test_without_postgresql_pages_seen_before_are_sent(full: Stack, tmp_path: Path) -> None:
    with behind_nginx(full, tmp_path) as front:
        front.kept()
        with no_postgres():
            time.sleep(3)
            for path in SEEN:
                assert front.ask(path).status == 200, path
            assert front.ask(check_at("en", "state/")).status == 200
            assert front.ask("/fr/glossaire/").status == 503
        eventually(30, lambda: front.ask("/fr/glossaire/").status == 200)


def test_a_restart_of_the_site_under_load_drops_no_request(full: Stack, tmp_path: Path) -> None:
    """One process after the other, each when the one before answers (docs/operations.md)."""
    other_port = parts.free_port()
    with behind_nginx(full, tmp_path, other_port) as front, ExitStack() as running:
        first = front.installation.environment
        second = {**first, "PORT": str(other_port)}
        others = running.enter_context(ExitStack())
        others.enter_context(started(second))
        with visitors(front) as met:
            eventually(60, lambda: met[200] > 20)
            front.server.terminate()
            front.server.wait(timeout=30)
            running.enter_context(started(first))
            others.close()
            running.enter_context(started(second))
            so_far = met[200]
            eventually(60, lambda: met[200] > so_far + 20)

        assert set(met) == {200}
        assert met[200] > 100


@contextmanager
def started(environment: dict[str, str]) -> Iterator[None]:
    """A process of the site from the moment its systemd unit calls it started."""
    wait = [sys.executable, "-m", "guidance.operations.serve", "--wait"]
    with parts.site(environment):
        subprocess.run(wait, cwd=parts.ROOT, env=environment, check=True, timeout=120)
        yield


@contextmanager
def visitors(front: Front) -> Iterator[Counter[object]]:
    """Two that ask again and again; gives how often they met which status or error."""
    met: Counter[object] = Counter()
    stop = threading.Event()

    def visit(ask: Callable[[], Answer]) -> None:
        while not stop.is_set():
            try:
                met[ask().status] += 1
            except OSError as error:
                met[type(error)] += 1

    asked: list[Callable[[], Answer]] = [
        lambda: front.ask(PAGE),
        # Never kept: each of these is answered by the site.
        lambda: front.ask(STEP, Authorization="Basic YTph"),
    ]
    threads = [threading.Thread(target=visit, args=(ask,)) for ask in asked]
    for thread in threads:
        thread.start()
    try:
        yield met
    finally:
        stop.set()
        for thread in threads:
            thread.join()


ONE_PART = """
import signal, sys
from guidance.operations import stack
def run(parts, port):
    command = [sys.executable, "-m", "http.server", str(port), "--bind", stack.LOOPBACK]
    parts.enter_context(stack.process(command, port))
    print("up", flush=True)
    signal.pause()
stack.run = run
stack.main()
"""


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_it_is_told_to_end_it_leaves_no_part_behind(told: signal.Signals) -> None:
    port = parts.free_port()
    # As a shell starts what runs in the background: with Ctrl+C ignored.
    ignored = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        running = subprocess.Popen(
            [sys.executable, "-c", ONE_PART],
            cwd=parts.ROOT,
            env={**os.environ, "STACK_PORT": str(port)},
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, ignored)
    with running:
        assert running.stdout
        assert running.stdout.readline() == "up\n"

        running.send_signal(told)

        assert running.wait(timeout=30) == 0
    with socket.socket() as visitor:
        assert visitor.connect_ex((HERE, port)) != 0
