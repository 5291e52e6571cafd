"""What the self-assessment keeps: the rules as editors write them, and reports of wrong results."""

from __future__ import annotations

from wizard.models.documents import RuleSetDocument
from wizard.models.goodslists import GoodsListDocument
from wizard.models.reports import LONGEST_QUERY, ResultReport

__all__ = ["LONGEST_QUERY", "GoodsListDocument", "ResultReport", "RuleSetDocument"]
