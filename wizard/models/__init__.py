"""What the self-assessment keeps: rules as editors write them, comments, reports of results."""

from __future__ import annotations

from wizard.models.comments import LONGEST_COMMENT, MOST_COMMENTS, Comment
from wizard.models.documents import RuleSetDocument
from wizard.models.goodslists import GoodsListDocument
from wizard.models.reports import LONGEST_QUERY, ResultReport

__all__ = [
    "LONGEST_COMMENT",
    "LONGEST_QUERY",
    "MOST_COMMENTS",
    "Comment",
    "GoodsListDocument",
    "ResultReport",
    "RuleSetDocument",
]
