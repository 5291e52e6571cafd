"""Three-valued logic."""

from __future__ import annotations

import itertools

import pytest

from wizard.decision.truth import Truth

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


def test_and_is_as_weak_as_its_weaker_side() -> None:
    assert (YES & YES, YES & UNKNOWN, UNKNOWN & NO) == (YES, UNKNOWN, NO)


def test_or_is_as_strong_as_its_stronger_side() -> None:
    assert (NO | NO, NO | UNKNOWN, UNKNOWN | YES) == (NO, UNKNOWN, YES)


def test_not_knowing_has_no_opposite() -> None:
    assert (~YES, ~UNKNOWN, ~NO) == (NO, UNKNOWN, YES)


def test_de_morgan_holds_in_three_values() -> None:
    for left, right in itertools.product(Truth, repeat=2):
        assert ~(left & right) is ~left | ~right


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_is_never_taken_for_a_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(truth)
