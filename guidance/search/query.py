"""One search over everything the site has, the same on every database."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from guidance.delivery.content_version import cached_per_version
from guidance.models import GlossaryTerm, LegalSource, Locality
from guidance.models.base import readable
from guidance.models.trilingual import columns
from guidance.search.candidates import Hit, candidates, provider_entries
from guidance.search.synonyms import typed_words, variants
from guidance.text.folding import fold, split, words
from guidance.text.folding import query as normalised
from guidance.text.highlighting import marked, snippet

LONGEST_QUERY = 200
MOST_WORDS = 12
MOST_HITS = 40
SIMILAR = 0.75

KINDS = {
    "page": _("Pages"),
    "check": _("Self-assessment"),
    "goods": _("Goods"),
    "locality": _("Provinces and cities"),
    "source": _("Legal sources"),
    "term": pgettext_lazy("kind of search result", "Terms"),
    "document": pgettext_lazy("files", "Documents"),
}
# Among equals, what answers a question comes before what only names a thing.
_PREFERENCE = {"page": 6, "check": 5, "goods": 4, "term": 2}
# Words a question is made of; they say nothing about its subject.
_STOP_WORDS_TEXT = """
    and or not a an the of for in to is are what who how do does can may i my it on by with which
    must from
    le la les de des du un une qui que quoi est sont pour par dans en au aux et ou l d je mon ma
    toi co duoc khong thi la gi nao nhu the va cua cho o tai khi bi ai phai can
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, and for which words."""

    hits: Sequence[Hit]
    words: Sequence[str]
    # The query that was answered instead, if nothing has the words as typed.
    corrected_query: str = ""

    def of_kind(self, kind: str) -> list[Hit]:
        """Only the hits of one kind."""
        return [hit for hit in self.hits if hit.kind == kind]

    def kinds(self) -> list[tuple[str, str, int]]:
        """Each kind that has hits, its label and their number."""
        numbers = [(kind, str(label), len(self.of_kind(kind))) for kind, label in KINDS.items()]
        return [entry for entry in numbers if entry[2]]

    def title(self, hit: Hit) -> SafeString:
        """The title of a hit with the words marked."""
        return marked(hit.title, self.words)

    def snippet(self, hit: Hit) -> SafeString:
        """Where the words stand in a hit, marked."""
        has_words = any(word in words(hit.summary) for word in self.words)
        return snippet(hit.summary if has_words else hit.text() or hit.summary, self.words)


def search(query: str, language: str) -> Found:
    """Ask for all words, then without accents, then for any word, then for words spelt alike.

    Each time the words of this site for what was typed are asked for as well.
    """
    query = " ".join(normalised(query[:LONGEST_QUERY]).split()[:MOST_WORDS])
    if not words(query):
        return Found(hits=[], words=[])
    subject = (
        " ".join(word for word in split(query).split() if fold(word) not in STOP_WORDS) or query
    )
    attempts = [(query, "and"), (fold(query), "and"), (fold(subject), "and"), (fold(subject), "or")]
    for text, operator in dict.fromkeys(attempts):
        found = _found(text, language, operator)
        if any(hit.kind != "locality" or hit.is_exact for hit in found.hits):
            return found
    corrected_query = suggest_correction(subject, language)
    if not corrected_query:
        return Found(hits=[], words=[])
    found = _found(corrected_query, language, "and")
    found = found if found.hits else _found(corrected_query, language, "or")
    return replace(found, corrected_query=corrected_query if found.hits else "")


def _found(query: str, language: str, operator: str) -> Found:
    texts = variants(query, language)
    hits = {hit.url: hit for hit in candidates(texts, language, operator)}
    for hit in hits.values():
        hit.score = max(_score(hit, text) for text in texts)
    best = sorted(hits.values(), key=lambda hit: -hit.score)[:MOST_HITS]
    return Found(hits=best, words=list(dict.fromkeys(words(" ".join(texts)))))


def _score(hit: Hit, query: str) -> float:
    """How well the names of a hit fit the words; the order of the engine decides among equals."""
    wanted = set(words(query)) - STOP_WORDS or set(words(query))
    names = [hit.title, *hit.names]
    fit = max((_fit(name, wanted) for name in names if name), default=0.0)
    written_so = 5 if query.lower() in hit.title.lower() else 0
    in_summary = len(wanted & set(words(hit.summary))) / len(wanted)
    exact = 50 if hit.is_exact or hit.is_named else 0
    return fit + exact + written_so + 20 * in_summary + _PREFERENCE.get(hit.kind, 0) - hit.rank / 4


def _fit(name: str, wanted: set[str]) -> float:
    """Up to 100: how many of the words the name has, and how much of it they are."""
    own = set(words(name))
    if not own:
        return 0.0
    shared = len(own & wanted)
    return 60 * shared / len(wanted) + 40 * shared / len(own) if shared else 0.0


def suggest_correction(query: str, language: str) -> str:
    """The query with each unknown word replaced by the most similar known one; empty if none is."""
    known = vocabulary(language)
    replaced = []
    for word in words(query):
        similar = difflib.get_close_matches(word, known, n=1, cutoff=SIMILAR)
        replaced.append(word if word in known else similar[0] if similar else word)
    return " ".join(replaced) if replaced != words(query) else ""


@cached_per_version
def vocabulary(language: str) -> set[str]:
    """Every word of a title or name in this language."""
    titles = readable(Page.objects.filter(locale__language_code=language)).values_list("title")
    names = Locality.objects.values_list(*columns("name"), "former_names__name")
    sources = LegalSource.objects.values_list(f"title_{language}")
    terms = GlossaryTerm.objects.values_list(f"term_{language}")
    rows = [*titles, *names, *sources, *terms]
    provided_words = {
        word for folded, _entry in provider_entries(language) for word in folded.split()
    }
    known = provided_words | typed_words(language)
    return known | {word for row in rows for text in row if text for word in words(text)}


def promoted(query: str) -> list[SearchPromotion]:
    """What editors put first for exactly this query."""
    picks = SearchPromotion.objects.filter(query__query_string=normalise_query_string(query))
    return list(picks.select_related("page"))
