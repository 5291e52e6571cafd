"""What a file of papers costs the server: one POST, answered with the ZIP."""

from __future__ import annotations

from itertools import count
from urllib.parse import urlencode

from django.core.cache import cache

from bench.figures import median, print_figure, print_title, seconds
from bench.visitor import ask

DOSSIER_MILLISECONDS = 300
RUNS = 7
ANSWERS = {"state": "used", "goods": "8471", "purpose": "line-control", "line-role": "yes"}
SENTENCES = {
    "say_use": ("i-a", "i-b", "i-c"),
    "say_manage": ("ii-a", "ii-b", "ii-c", "ii-d", "ii-e"),
    "say_after": ("iii-a", "iii-d"),
}
LINES = {
    "desc": "Bộ điều khiển lập trình dùng cho dây chuyền dán bề mặt",
    "hs": "84715090",
    "maker": "Siemens",
    "model": "S7-1500",
    "serial": "SN001, SN002",
    "origin": "Đức",
    "condition": "used",
    "qty": "2",
    "unit": "bộ",
}
EXTRAS = {"signer": "authorised", "has_earlier": "yes", "wants_yearly": "yes"}
LETTERS = ("conditions", "unit", "stay")

_number = count()


def measure() -> None:
    """Print the times of a small file, of one with everything in it, and of a reading copy."""
    print_title("A file of papers: processor time of the whole request, other words each time")
    address = f"/en/check/used-it-goods/papers/?{urlencode(ANSWERS)}"
    _print(address, "three papers and the note", 2, {})
    _print(address, "six papers, three letters and the note", 5, {**EXTRAS, "questions": LETTERS})
    _print(address, "thirty lines of goods", 30, {})
    _print(address, "six papers and the reading copy", 5, {**EXTRAS, "reading": "yes"})


def _print(address: str, name: str, lines: int, more: dict[str, object]) -> None:
    _made(address, lines, more)
    took = 1000 * median(seconds(lambda: _made(address, lines, more)) for _ in range(RUNS))
    met = took <= DOSSIER_MILLISECONDS
    print_figure(name, f"{took:.0f} ms", f"<= {DOSSIER_MILLISECONDS} ms", met=met)


def _made(address: str, lines: int, more: dict[str, object]) -> None:
    cache.clear()
    own = f"Công ty TNHH Thiết bị Điện tử số {next(_number)}"
    typed = {
        f"goods-{number}-{key}": f"{value} {number}" if key == "desc" else value
        for number in range(1, lines + 1)
        for key, value in LINES.items()
    }
    form = {
        "do": "anyway",
        "goods-lines": str(lines),
        "company_name": own,
        "need_reason": f"{own} chỉ dùng được bộ điều khiển này",
        "use_place": f"Nhà máy của {own}",
        **SENTENCES,
        **typed,
        **more,
    }
    answer = ask(address, urlencode(form, doseq=True))
    if answer.headers.get("content-type") != "application/zip":
        message = f"No papers at {address}: {answer.status} {answer.headers}"
        raise RuntimeError(message)
