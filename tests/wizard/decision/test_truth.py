"""Three-valued logic."""

from __future__ import annotations

import pytest

from wizard.decision.truth import Truth


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_is_never_taken_for_a_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(truth)
