"""Drawings that are made of data: days on a scale, turns ahead, a ladder in one look."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from django.template import Context

from guidance.models import Locality
from guidance.models.citations import Cited
from guidance.models.co_readiness import LadderStep, Readiness, Status, Step
from guidance.models.days import turns
from guidance.models.sources import LegalSource
from guidance.templatetags.charts import WIDTH, chart, fees_to_scale, run_in, to_scale
from guidance.templatetags.passages import own_evidence

TODAY = date(2026, 11, 30)
# Four digits at the size they have on a phone.
YEAR_WIDTH = 50


def act(
    pk: int, begins: date | None, ends: date | None = None, doubt: date | None = None
) -> LegalSource:
    """An act of the register with its days."""
    return LegalSource(
        pk=pk, slug=f"act-{pk}", in_force_from=begins, in_force_until=ends, doubt_from=doubt
    )


def cited(*sources: LegalSource) -> list[Cited]:
    return [
        Cited(number=number, citation=item.slug, source=item, provision=None)
        for number, item in enumerate(sources, start=1)
    ]


def test_days_stand_in_order_on_one_scale() -> None:
    early = act(1, date(2018, 11, 30), doubt=date(2027, 1, 1))
    late = act(2, date(2026, 9, 5))
    over = act(3, date(2019, 1, 1), ends=date(2020, 1, 1))

    drawn = chart([late, early, over], TODAY)

    assert [bar.source for bar in drawn.bars] == [early, over, late]
    first, second, third = drawn.bars
    assert 0 < first.x < second.x < second.until < third.x < drawn.today < first.until < WIDTH
    assert (first.doubted, second.ends, third.until) == (True, True, WIDTH)
    assert len({bar.y for bar in drawn.bars}) == len(drawn.bars)
    assert not chart([], TODAY).bars


def test_the_days_ahead_are_those_of_the_acts_and_a_doubt_says_more_than_an_end() -> None:
    begun = act(1, date(2026, 9, 5))
    old = act(2, date(2025, 7, 1), ends=date(2027, 2, 28), doubt=date(2027, 3, 1))
    ending = act(3, date(2024, 1, 1), ends=date(2027, 1, 31))

    found = turns(cited(begun, old, ending), TODAY)

    assert [(turn.day, turn.state) for turn in found] == [
        (date(2026, 9, 5), "on"),
        (TODAY, "now"),
        (date(2027, 1, 31), "q"),
        (date(2027, 3, 1), "q"),
    ]
    assert found[0].begins == [begun]
    assert (found[2].ends, found[3].ends, found[3].doubted) == ([ending], [], [old])
    assert [turn.state for turn in turns(cited(act(4, TODAY)), TODAY)] == ["now"]


def test_years_that_are_named_do_not_touch_each_other() -> None:
    years = [x for _year, x in chart([act(1, date(2010, 1, 1))], TODAY).years]

    assert min(after - before for before, after in pairwise(years)) >= YEAR_WIDTH


def test_amounts_of_a_table_are_on_one_scale() -> None:
    half = {"text": "10 to 50", "least": 10, "most": 50}
    whole = {"text": "50 to 100", "least": 50, "most": 100}

    drawn = to_scale([{"title": "Little", "ranges": [half]}, {"title": "Much", "ranges": [whole]}])

    bars = [(item["from"], item["until"]) for row in drawn for item in row["ranges"]]
    assert bars == [(10, 50), (50, 100)]
    assert to_scale([]) == []


def test_a_fee_that_no_official_text_gives_is_drawn_open_and_one_without_a_number_not_at_all() -> (
    None
):
    known = {"new_amount": 60000, "reissue_amount": 30000, "evidence": "official-copy"}
    unsure = {"new_amount": 30000, "reissue_amount": None, "evidence": "unknown"}
    press = {**unsure, "evidence": "secondary"}
    # Stored before there were bars.
    old = {"evidence": "official"}

    drawn = fees_to_scale([known, unsure, press, old])

    lengths = [(item["new"], item["reissue"]) for item in drawn]
    assert lengths == [(100, 50), (50, 0), (50, 0), (0, 0)]
    assert [item["is_open"] for item in drawn] == [False, True, True, False]


def test_a_row_says_how_sure_it_is_only_where_its_sources_do_not() -> None:
    source = LegalSource(slug="decree", evidence="official-copy")
    context = Context(
        {"cited": {"decree": Cited(citation="decree", source=source, provision=None, number=1)}}
    )

    assert own_evidence(context, "official-copy", ["decree"]) == ""
    assert own_evidence(context, "unknown", ["decree"]) == "unknown"
    assert own_evidence(context, "official-copy", ["another"]) == "official-copy"
    assert own_evidence(Context(), "secondary", []) == "secondary"


def test_former_provinces_run_into_the_middle() -> None:
    drawn = run_in(["Bạc Liêu", "Cà Mau", "Kiên Giang"])

    rows = [row for _name, row in drawn["names"]]
    assert drawn["middle"] == rows[1]
    assert rows[-1] < drawn["height"]


def ladder(*confirmed: Step) -> Locality:
    """A locality with these steps confirmed."""
    place = Locality(slug="x")
    place.ladder = [
        LadderStep(
            step=step,
            status=Status.CONFIRMED if step in confirmed else Status.NOT_CONFIRMED,
            date=TODAY - timedelta(days=1),
        )
        for step in Step
    ]
    return place


def test_neighbours_that_are_not_confirmed_are_one_stop() -> None:
    some = ladder(Step.COMPETENT, Step.ECOSYS).rungs()

    assert [(is_confirmed, len(steps)) for is_confirmed, steps in some] == [
        (True, 1),
        (False, 1),
        (True, 1),
        (False, 2),
    ]


def test_a_tile_says_how_far_its_locality_is() -> None:
    assert ladder(*Step).readiness == Readiness.ISSUING
    assert ladder(Step.COMPETENT, Step.AUTHORITY).readiness == Readiness.PREPARING
    assert ladder(Step.COMPETENT).readiness == Readiness.NOTHING
