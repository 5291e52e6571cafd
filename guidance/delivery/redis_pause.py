"""A pool of connections to Redis that, once Redis does not answer, leaves it alone for a second.

django-redis turns a Redis that is gone into one that knows nothing (`IGNORE_EXCEPTIONS`). One that
hangs would still make every request wait for the time-out at each of its questions.
"""

from __future__ import annotations

import time
from typing import Any

from redis import ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

PAUSE = 1.0


class PausingConnectionPool(ConnectionPool):
    """Redis's own pool; after a failure the next second's questions fail without waiting."""

    _paused_until = 0.0

    def get_connection(self, *arguments: Any, **options: Any) -> Any:
        """A connection that works, or an error at once."""
        if time.monotonic() < self._paused_until:
            message = "Redis did not answer a moment ago"
            raise RedisConnectionError(message)
        try:
            return super().get_connection(*arguments, **options)
        except (RedisConnectionError, RedisTimeoutError):
            self._paused_until = time.monotonic() + PAUSE
            raise
