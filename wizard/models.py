"""What the self-assessment keeps: rules as editors write them, comments, reports of results."""

from __future__ import annotations

from wizard.assessment.models import LONGEST_QUERY, ResultReport
from wizard.drafts.models.documents import RuleSetDocument
from wizard.drafts.models.goods_lists import GoodsListDocument
from wizard.drafts.models.withdrawals import Withdrawal
from wizard.editor.comments.models import LONGEST_COMMENT, MOST_COMMENTS, Comment

__all__ = [
    "LONGEST_COMMENT",
    "LONGEST_QUERY",
    "MOST_COMMENTS",
    "Comment",
    "GoodsListDocument",
    "ResultReport",
    "RuleSetDocument",
    "Withdrawal",
]
