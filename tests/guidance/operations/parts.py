"""The parts of an installation, to be stopped: Redis, PostgreSQL, the wire to it, the disk."""

from __future__ import annotations

import os
import selectors
import shlex
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections

from tests import database
from tests.guidance.operations.stack import eventually
from tests.served import free_port

CAN_STOP_POSTGRES = pytest.mark.skipif(
    "POSTGRES_CTL" not in os.environ,
    reason="stops PostgreSQL: .ci/with-services make test ARGS=tests/guidance/operations",
)
CHUNK = 65536


def postgres(action: str) -> int:
    """Stop or start the PostgreSQL of this run, or ask whether it runs."""
    return subprocess.run([*shlex.split(os.environ["POSTGRES_CTL"]), action]).returncode


@contextmanager
def no_postgres() -> Iterator[None]:
    """PostgreSQL is stopped, for all processes of the test run, and runs again afterwards."""
    connections.close_all()
    with database.alone():
        assert postgres("stop") == 0
        try:
            yield
        finally:
            if postgres("status"):
                assert postgres("start") == 0


class Redis:
    """A Redis of one test."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        if shutil.which("redis-server") is None:
            pytest.skip("needs redis-server (Debian: apt-get install redis-server)")
        self.folder = folder
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it, empty, and wait until it listens."""
        options = ["--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), *options], stdout=subprocess.DEVNULL
        )
        eventually(30, self.listens)

    def listens(self) -> bool:
        """Whether somebody who comes now is let in."""
        with socket.socket() as visitor:
            return visitor.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.wait()


class Wire:
    """A TCP proxy in front of PostgreSQL that can fall silent without closing anything."""

    def __init__(self, url: str) -> None:
        """Listen at a port of its own."""
        there = urlsplit(url)
        self.there = (there.hostname, there.port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        own = f"{there.username}:{there.password}@127.0.0.1:{self.listener.getsockname()[1]}"
        self.url = there._replace(netloc=own).geturl()
        self.flows = threading.Event()
        self.flows.set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        """Serve each connection in its own thread until the listener is closed."""
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client: socket.socket) -> None:
        """Carry bytes both ways while the wire flows."""
        with client, socket.create_connection(self.there) as server:
            selector = selectors.DefaultSelector()
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _events in selector.select():
                    try:
                        data = key.fileobj.recv(CHUNK)  # type: ignore[union-attr]
                        self.flows.wait()
                        key.data.sendall(data)
                    except OSError:
                        return
                    if not data:
                        return

    def close(self) -> None:
        """Listen no longer."""
        self.flows.set()
        self.listener.close()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own of that size; needs root."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip(
            "makes a small disk, which needs root: sudo make test ARGS=tests/guidance/operations"
        )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take the last byte of a disk; the file to delete for more space."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return filler
