"""A site of the version before, with what its editors and readers did, is brought to this version.

`earlier/site.sqlite3.xz` was made by that version itself (commit b5d6b79, 29 November 2026): its
`manage.py prepare`, then the work that `WORK` names; the search index was left out.
`earlier/addresses.txt` holds what it answered: every page and feed, each seventh record, results.
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from tests.prepared import environment_of, prepare, run

EARLIER = Path(__file__).parent / "earlier"

# What was done on the version before, as a reader or editor of this one must find it.
WORK = """
import json, sys
from django.contrib.auth import get_user_model
from wagtail.models import Page
from guidance.models import (
    AnnouncementPage, Bundle, Feedback, GlossaryTerm, GuidancePage, LegalSource, Locality,
    QueryWithoutResult)
from wizard.models import Comment, ResultReport, RuleSetDocument
from django.utils.translation import override

def said(record, name, language):
    with override(language):
        return str(getattr(record, name))

lan = get_user_model().objects.get(username="lan.nguyen")
page = GuidancePage.objects.get(key="c26-what-changed", locale__language_code="vi")
draft = GuidancePage.objects.get(key="c26-relocation", locale__language_code="fr")
place = Locality.objects.get(slug="dong-nai")
source = LegalSource.objects.get(slug="article-lao-dong-circular-26")
term = GlossaryTerm.objects.get(key="annex-x")
own = GlossaryTerm.objects.get(key="tu-cua-lan")
rules = RuleSetDocument.objects.filter(key="circular-26-2025").order_by("version")
json.dump({
    "name": lan.get_full_name(),
    "password": lan.check_password("mat khau cua Lan 2026"),
    "second factor": lan.totpdevice_set.get().name,
    "page": [page.title, page.summary],
    "draft": [draft.get_latest_revision_as_object().summary, draft.summary != "" and
              "Lan" not in draft.summary, draft.current_workflow_state is not None],
    "announcement": AnnouncementPage.objects.get(slug="thong-bao-cua-so").body.raw_data[0]["value"],
    "place": [place.phone, said(place, "note", "vi"), said(place, "note", "fr"),
              place.last_confirmed.isoformat()],
    "step": [said(step, "note", "en") for step in place.ladder.filter(step="authority-document")],
    "source": said(source, "title", "fr"),
    "term": said(term, "definition", "en"),
    "own term": [said(own, "term", "fr"), said(own, "definition", "en")],
    "feedback": Feedback.objects.get().comment,
    "search": QueryWithoutResult.objects.get().count,
    "report": ResultReport.objects.get().message,
    "comment": Comment.objects.get().text,
    "bundle": [Bundle.objects.get().title, Bundle.objects.get().items.count()],
    "rules": [[document.version, document.live] for document in rules
              if document.in_force_from.isoformat() in ("2025-10-31", "2027-01-01")],
}, sys.stdout)
"""

# What each address of the version before answers now, if it is not a page.
ADDRESSES = """
import json, sys
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
reader = Client(HTTP_HOST="localhost")
dead = {}
for address in open(FILE, encoding="utf-8").read().split():
    answer = reader.get(address, follow=True)
    if answer.status_code != 200:
        dead[address] = [answer.status_code, answer.redirect_chain]
json.dump(dead, sys.stdout)
"""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a site that was brought to this version, as the operator's page says."""
    folder = tmp_path_factory.mktemp("upgraded")
    (folder / "db.sqlite3").write_bytes(lzma.decompress((EARLIER / "site.sqlite3.xz").read_bytes()))
    prepare(folder)
    return environment_of(folder)


def ask(code: str, environment: dict[str, str]) -> object:
    """What the code prints as JSON, run beside the site."""
    printed = run("manage.py", "shell", "--no-imports", "-c", code, environment=environment)
    return json.loads(printed)


def test_nothing_that_anybody_did_is_lost(upgraded: dict[str, str]) -> None:
    """Pages, drafts, records, rules, what readers left, accounts with their second factor."""
    assert ask(WORK, upgraded) == {
        "name": "Lan Nguyễn",
        "password": True,
        "second factor": "Điện thoại",
        "page": ["Tiêu đề do chị Lan sửa", "Tóm tắt do chị Lan sửa."],
        "draft": ["Brouillon de Lan, pas encore publié.", True, True],
        "announcement": {"html": "<p>Sở nhận hồ sơ từ <b>thứ Hai</b>.</p>"},
        "place": ["0251 3822 486", "Ghi chú của Lan.", "Note de Lan.", "2026-11-29"],
        "step": ["Seen by Lan."],
        "source": "Titre revu par Lan",
        "term": "Defined by Lan.",
        "own term": ["Từ của Lan", "Chưa dịch."],
        "feedback": "Thiếu số điện thoại",
        "search": 3,
        "report": "My laptop is new",
        "comment": "Xem lại câu hỏi này",
        "bundle": ["Tháng Giêng 2027", 1],
        "rules": [[1, True], [2, False]],
    }


def test_no_address_is_dead(upgraded: dict[str, str]) -> None:
    """Each answers, or leads to one that does."""
    file = EARLIER / "addresses.txt"
    assert len(file.read_text(encoding="utf-8").split()) > 400
    assert ask(f"FILE = {str(file)!r}\n{ADDRESSES}", upgraded) == {}
