"""What a packed file (ZIP, and so every office file) may hold once it is unpacked.

Python's `zipfile` reads no more of a part than the file says of its length, so the sum of what it
says is what can come out of it.
"""

from __future__ import annotations

import lzma
import zlib
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

ROUND = 1 << 16
"""Bytes added to a packed size before it is multiplied: a very small file may grow by more."""

BROKEN_PACKAGE = (
    BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What reading a package makes Python raise that is damaged, locked, or packed in an odd way."""


class TooLargeError(ValueError):
    """A packed file that would be far too large once unpacked."""


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """How many parts, how many bytes in all, and how many times its packed size."""

    parts: int
    unpacked: int
    growth: int

    def refuse_excess(self, package: ZipFile) -> None:
        """Raise TooLargeError unless a package, by its own list of contents, stays within."""
        parts = package.infolist()
        packed = sum(part.compress_size for part in parts)
        unpacked = sum(part.file_size for part in parts)
        is_bomb = unpacked > min(self.unpacked, self.growth * (packed + ROUND))
        if is_bomb or len(parts) > self.parts:
            raise TooLargeError
