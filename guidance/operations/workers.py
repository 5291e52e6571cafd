"""Granian's processes, replaced one after the other without dropping a visitor.

Nothing of the site is imported here: a successor loads all of it anew.
"""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from granian._granian import ListenerSpec
from granian.log import logger
from granian.server.mp import MPServer, WorkerProcess

READY_WITHIN = 60.0
"""Seconds a successor may take to load the site before it is given up."""
DONE_WITHIN = 30.0
"""Seconds a worker may take to finish what it has begun once its successor serves."""


class Server(MPServer):
    """Granian whose workers share one socket, and give way only to one that is ready."""

    def _init_shared_socket(self) -> None:
        # On Linux, granian gives each worker a socket of its own, and what waits in it is lost
        # with the worker. One for all of them is what it does on other systems.
        shared = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd = shared  # type: ignore[assignment] # declared by its first value only
        self._sso = socket.socket(fileno=shared.get_fd())
        self._sso.set_inheritable(True)

    def _respawn_workers(
        self,
        workers: Iterable[int],
        spawn_target: Callable[..., None],
        target_loader: Callable[..., Any],
        delay: float = 0,
    ) -> None:
        """Replace workers; with a delay they live and are kept until the successor is ready."""
        for place in workers:
            self.respawned_wrks[place] = time.monotonic()
            successor = self._spawn_worker(place, spawn_target, target_loader)
            # Until it is ready, its end is no failure of the site.
            successor.interrupt_by_parent = bool(delay)
            successor.start()
            if delay and not self._is_ready(successor):
                logger.error("The new worker did not start; the old one goes on serving")
                successor.kill()
                continue
            successor.interrupt_by_parent = False
            old, self.wrks[place] = self.wrks[place], successor
            _end(old)

    def _spawn_worker(  # type: ignore[override] # as MPServer has it, not its own base
        self, idx: int, target: Callable[..., None], callback_loader: Callable[..., Any]
    ) -> WorkerProcess:
        """Make a worker that says when it has loaded the site."""
        self.told, tell = multiprocessing.Pipe(duplex=False)
        return super()._spawn_worker(idx, target, partial(_load, callback_loader, tell))

    def _is_ready(self, successor: WorkerProcess) -> bool:
        """Wait until a new worker has loaded the site; whether it has."""
        deadline = time.monotonic() + READY_WITHIN
        while not self.told.poll(0.1):
            if not successor.is_alive() or self.interrupt_signal or time.monotonic() > deadline:
                return False
        try:
            self.told.recv_bytes()
        except EOFError:
            # It ended before it said anything.
            return False
        return True


def _load(load: Callable[[], Any], tell: Connection) -> Any:
    """In a worker: load the site, and say so."""
    application = load()
    tell.send_bytes(b"ready")
    return application


def _end(worker: WorkerProcess) -> None:
    """Let a worker finish what it has begun."""
    worker.terminate()
    worker.join(DONE_WITHIN)
    if worker.is_alive():
        logger.warning("A worker did not finish in time and is ended")
        worker.kill()
        worker.join()
