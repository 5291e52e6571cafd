"""What a consignment of 500 lines costs the server: read, judged, and made into files."""

from __future__ import annotations

import json
from itertools import count
from urllib.parse import urlencode

from django.core.cache import cache

from bench.figures import median, print_figure, print_title, seconds
from bench.visitor import ask

CONSIGNMENT_SECONDS = 2.0
LINES = 500
RUNS = 5
ADDRESS = "/en/check/used-it-goods/consignment/"
STATES = ("used", "new", "refurbished", "opened")
PURPOSES = ("line-control", "resale", "relocation", "warranty", "research", "own-use")
WHOLE: tuple[dict[str, str], ...] = (
    {"state": "used", "goods": "8471", "purpose": "line-control", "line-role": "yes"},
    {"state": "used", "goods": "laptop", "purpose": "other"},
    {},
)
"""Answers of lines that are judged to the end, with papers and without; and of one that is not."""
NAMES = ("Laptop", "Máy chủ", "Laptop bag", "Màn hình", "Dell OptiPlex 7090")

_number = count()


def measure() -> None:
    """Print the times of a table as it comes, and of what can be made of the list it gives."""
    print_title(f"A consignment of {LINES} lines: processor time of the whole request")
    _print("a table pasted: read and shown", lambda: {"do": "read", "pasted": _table()})
    for name, button in (
        ("judged: the result", "result"),
        ("the first question", "check"),
        ("XLSX", "xlsx"),
        ("CSV", "csv"),
        ("PDF", "pdf"),
        ("PDF with annex", "whole"),
    ):
        _print(name, lambda button=button: {"do": button, "lines": _state()})  # type: ignore[misc]


def _print(name: str, form: object) -> None:
    def once() -> None:
        cache.clear()
        answer = ask(ADDRESS, urlencode(form()))  # type: ignore[operator]
        if answer.status != 200:
            message = f"{name}: {answer.status} {answer.headers}"
            raise RuntimeError(message)

    once()
    took = median(seconds(once) for _ in range(RUNS))
    met = took <= CONSIGNMENT_SECONDS
    print_figure(name, f"{took:.2f} s", f"<= {CONSIGNMENT_SECONDS:.0f} s", met=met)


def _rows() -> list[tuple[str, str, str, str, str]]:
    """Lines of which hardly two have the same answers; other names each time."""
    own = next(_number)
    return [
        (
            f"{NAMES[at % 5]} {own}-{at}" if at % 3 else NAMES[at % 5],
            f"84{at % 90 + 10:02}" if at % 2 else "",
            f"{at + 1} chiếc",
            STATES[at % 4],
            PURPOSES[at % 6],
        )
        for at in range(LINES)
    ]


def _table() -> str:
    head = ("Name", "HS code", "Quantity", "State of the goods", "Purpose")
    return "\n".join("\t".join(row) for row in (head, *_rows()))


def _state() -> str:
    return json.dumps(
        [
            [name, code, quantity, {"state": state, "purpose": purpose, **WHOLE[at % 3]}, {}]
            for at, (name, code, quantity, state, purpose) in enumerate(_rows())
        ]
    )
