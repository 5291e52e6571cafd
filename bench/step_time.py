"""What one step of the wizard costs the server, and how that grows with the answers given."""

from __future__ import annotations

from collections.abc import Iterable
from unittest.mock import patch
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import generated
from bench.figures import median, print_figure, print_title, seconds
from bench.pages import Page, question_pages, result_pages
from bench.visitor import ask
from tests.checking import check_at
from wizard.decision.ruleset import DONT_KNOW
from wizard.rules import registry

STEP_MILLISECONDS = 5.0
ROUNDS, RUNS = 3, 20
LENGTHS = (3, 10, 30, 60)
LONGEST_EXPECTED = 30
"""No time is expected of a longer path: it only shows the curve."""

BROWSER = "gzip, deflate, br"
"""What every browser accepts; compressing the page is a part of its price."""

ANSWERS = {"answered": "b", "all “I don’t know”": DONT_KNOW}
Times = dict[int, float]


def measure() -> None:
    """Print the times of steps over generated rule sets, their growth, and the shipped rules."""
    print_title(
        "One step, generated rules: processor time of the whole request, all middleware included"
    )
    grown: dict[str, Times] = {}
    queries = 0
    for told, value in ANSWERS.items():
        grown[f"GET, {told}"], grown[f"POST, {told}"] = {}, {}
        for length in LENGTHS:
            get, post, asked = _step(length, value)
            grown[f"GET, {told}"][length], grown[f"POST, {told}"][length] = get, post
            queries += asked
    for kind, times in grown.items():
        for length, took in times.items():
            _print_time(f"{kind}, {length} questions", took, expected=length <= LONGEST_EXPECTED)
    print_figure("SQL queries, all of these steps", str(queries), "0", met=queries == 0)
    _print_growth(grown)
    _measure_shipped()


def _step(length: int, value: str) -> tuple[float, float, int]:
    """Time the step after `length` answers: milliseconds of GET and POST, SQL queries of both."""
    ruleset = generated.ruleset(length + 1)
    given = urlencode({generated.name(number): value for number in range(length)})
    address = f"/vi/check/{ruleset.key}/{generated.name(length)}/?{given}"
    with patch.object(registry, "versions", lambda *_: (ruleset,)):
        with CaptureQueriesContext(connection) as captured:
            shown, taken = ask(address), ask(address, "answer=b")
        if shown.status != 200 or f"/{ruleset.key}/result/" not in taken.headers.get(
            "location", ""
        ):
            message = f"No step at {address}: {shown.status}, {taken.status} {taken.headers}"
            raise RuntimeError(message)
        return _milliseconds(address), _milliseconds(address, "answer=b"), len(captured)


def _milliseconds(address: str, form: str | None = None, runs: int = RUNS) -> float:
    """The best of a few rounds, each the median of its runs: a busy neighbour spoils only some."""
    return 1000 * min(
        median(seconds(lambda: ask(address, form, BROWSER)) for _ in range(runs))
        for _ in range(ROUNDS)
    )


def _print_time(name: str, took: float, *, expected: bool = True) -> None:
    met = took < STEP_MILLISECONDS if expected else None
    print_figure(name, f"{took:.2f} ms", f"< {STEP_MILLISECONDS:.0f} ms", met=met)


def _print_growth(grown: dict[str, Times]) -> None:
    """Compare how much longer a step takes with how many more questions it follows.

    The price of one more question shows a curve that the fixed cost of a request would hide.
    """
    print_title(
        "Growth of a step: times as long for times as many questions, and ms a question more"
    )
    for kind, times in grown.items():
        for few, many in ((3, 10), (10, 30), (30, 60)):
            ratio, linear = times[many] / times[few], many / few
            print_figure(
                f"{kind}, {few} to {many} questions",
                f"x{ratio:.2f} ({(times[many] - times[few]) / (many - few):.3f} ms)",
                f"<= x{linear:.2f}",
                met=ratio <= linear,
            )


def _measure_shipped() -> None:
    """Time every question page and every kind of result of the shipped rules."""
    print_title("The shipped rules, Vietnamese: GET of every question, deepest path known")
    steps = [(_quick(page), page.kind) for page in question_pages("vi")]
    for took, kind in sorted(steps, reverse=True)[:3]:
        _print_time(f"{kind} (of the slowest three)", took)
    _print_time(f"median of {len(steps)} questions", median(took for took, _ in steps))
    print_title("Other pages (nothing expected): slowest of each kind")
    slowest: dict[str, float] = {}
    for page in (*_fixed(), *result_pages("vi")):
        slowest[page.kind] = max(slowest.get(page.kind, 0), _quick(page, runs=1))
    for kind, took in slowest.items():
        print_figure(kind, f"{took:.2f} ms")


def _quick(page: Page, runs: int = 7) -> float:
    return _milliseconds(page.address, runs=runs)


def _fixed() -> Iterable[Page]:
    return Page("start", check_at("vi")), Page("rules", check_at("vi", "rules/"))
