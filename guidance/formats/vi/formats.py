"""Vietnamese dates as legal texts cite them; Django's begin with a capital "Ngày"."""

from __future__ import annotations

DATE_FORMAT = "j/n/Y"
DATETIME_FORMAT = "H:i j/n/Y"
