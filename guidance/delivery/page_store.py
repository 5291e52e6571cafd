"""Finished pages in memory: one page in each encoding, and rooms for many that never overflow."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict

import brotli

Headers = list[tuple[str, str]]
Address = tuple[str, str, str, str]

COMPRESSIBLE = re.compile(r"text/|application/(json|xml|atom\+xml)")
# Made anew for each answer, or for the process in between only.
_PER_ANSWER = {"content-length", "content-encoding", "etag", "date", "vary", "server"}
OF_THE_BODY = {"Content-Length", "Content-Type", "Content-Encoding"}


class Page:
    """One public page as it is sent, in each encoding."""

    __slots__ = ("made", "size", "tag", "unchanged", "variants", "version")

    def __init__(self, headers: Headers, body: bytes, version: object) -> None:
        """Compress the body and write the headers out, once for all answers."""
        named = {name.lower(): value for name, value in headers}
        if named.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        tag = named.get("etag", "").removeprefix("W/")
        self.tag = tag or f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self.version = version
        self.made = time.monotonic()
        kept = [pair for pair in headers if pair[0].lower() not in _PER_ANSWER]
        kept.append(("Vary", "Accept-Encoding"))
        self.variants = {"": (body, [*kept, ("ETag", self.tag)])}
        if COMPRESSIBLE.match(named.get("content-type", "")):
            # Compressed bytes are another representation: their tag is a weak one.
            weak = [*kept, ("ETag", f"W/{self.tag}")]
            packed = {"gzip": gzip.compress(body, 6), "br": brotli.compress(body, quality=5)}
            for coding, content in packed.items():
                self.variants[coding] = content, [*weak, ("Content-Encoding", coding)]
        for content, fields in self.variants.values():
            fields += [("Content-Length", str(len(content))), ("Cache-Status", "guidance; hit")]
        # What is said to those who have the page already.
        self.unchanged = {
            coding: [pair for pair in fields if pair[0] not in OF_THE_BODY]
            for coding, (_content, fields) in self.variants.items()
        }
        self.size = 2000 + sum(len(content) for content, _fields in self.variants.values())


class Room:
    """Pages by address, the least recently asked for leaving first when the room is full."""

    def __init__(self, limit: int) -> None:
        """At most so many bytes."""
        self.limit = limit
        self.size = 0
        self.pages: OrderedDict[Address, Page] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, address: Address) -> Page | None:
        """The page at an address."""
        with self.lock:
            page = self.pages.get(address)
            if page is not None:
                self.pages.move_to_end(address)
            return page

    def put(self, address: Address, page: Page) -> None:
        """Keep a page in place of any earlier one."""
        with self.lock:
            self._forget(address)
            self.pages[address] = page
            self.size += page.size
            while self.size > self.limit:
                _oldest, gone = self.pages.popitem(last=False)
                self.size -= gone.size

    def drop(self, address: Address) -> None:
        """Forget what is kept for an address."""
        with self.lock:
            self._forget(address)

    def _forget(self, address: Address) -> None:
        page = self.pages.pop(address, None)
        if page is not None:
            self.size -= page.size
