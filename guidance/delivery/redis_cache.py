"""Redis as a cache and no more: without it everything works, only slower."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# How long a Redis that failed is left alone, so that not every request waits for it.
PAUSE = 1.0


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache; a Redis that is gone knows nothing and keeps nothing."""

    # On the class: Django makes an instance for each thread.
    _paused_until = 0.0
    _is_gone = False

    def _asking(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        shared = ForgivingRedisCache
        now = time.monotonic()
        if now < shared._paused_until:
            return otherwise
        if shared._is_gone:
            # One thread looks whether it is back; the others go on without it meanwhile.
            shared._paused_until = now + PAUSE
        try:
            found = ask()
        except (RedisError, OSError) as error:
            shared._is_gone, shared._paused_until = True, time.monotonic() + PAUSE
            logger.warning("Redis does not answer: %s", type(error).__name__)
            return otherwise
        if shared._is_gone:
            shared._is_gone, shared._paused_until = False, 0.0
        return found

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default."""
        ask = super().get
        return self._asking(lambda: ask(key, default, version), default)

    def add(self, key: Any, value: Any, *arguments: Any, **options: Any) -> bool:
        """Whether the value was new and kept."""
        keep = super().add
        return bool(self._asking(lambda: keep(key, value, *arguments, **options), otherwise=False))

    def set(self, key: Any, value: Any, *arguments: Any, **options: Any) -> None:
        """Keep the value if possible."""
        keep = super().set
        self._asking(lambda: keep(key, value, *arguments, **options), None)

    def touch(self, key: Any, *arguments: Any, **options: Any) -> bool:
        """Whether the value is there and now kept for longer."""
        keep = super().touch
        return bool(self._asking(lambda: keep(key, *arguments, **options), otherwise=False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Whether there was a value."""
        forget = super().delete
        return bool(self._asking(lambda: forget(key, version), otherwise=False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The sum; a ValueError for a key that is not there, as always."""
        count = super().incr
        found = self._asking(lambda: count(key, delta, version), None)
        if found is None:
            msg = f"No value under {key!r}"
            raise ValueError(msg)
        return int(found)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value."""
        ask = super().has_key
        return bool(self._asking(lambda: ask(key, version), otherwise=False))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Those values that are there."""
        ask = super().get_many
        found: dict[Any, Any] = self._asking(lambda: ask(keys, version), {})
        return found

    def set_many(self, data: Any, *arguments: Any, **options: Any) -> list[Any]:
        """Keep the values if possible; the keys of those that were not."""
        keep = super().set_many
        failed: list[Any] = self._asking(lambda: keep(data, *arguments, **options), list(data))
        return failed

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Forget the values."""
        forget = super().delete_many
        self._asking(lambda: forget(keys, version), None)

    def clear(self) -> None:
        """Forget everything."""
        self._asking(super().clear, None)
