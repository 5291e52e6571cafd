"""One search over everything: what the query is, then what has its words; honest about neither."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from guidance.models.sources import Kind
from guidance.search.answers import answers, places_like
from guidance.search.candidates import Hit, candidates, provider_entries
from guidance.search.fts5 import EVERYWHERE, TITLES
from guidance.search.synonyms import typed_words, variants
from guidance.search.typed import STOP_WORDS, is_word, prepared, subject, tokens
from guidance.text.folding import fold, words
from guidance.text.highlighting import marked, snippet
from guidance.text.languages import MarkedText

LONGEST_QUERY = 200
MOST_HITS = 30
# Of one kind, while all kinds are shown.
SHOWN_OF_A_KIND = 5
# Hits that have not all the words: enough to see that there is nothing better.
MOST_NEAREST = 5
# Each word left out is a search of its own.
MOST_LEFT_OUT = 6
# What lacks a word comes after what the query names.
LACKING = 20
SIMILAR = 0.8
SHORTEST_CORRECTED = 5
# Words further apart than this, beyond their number, are in a text by chance.
NEAR = 12
READ_FOR_NEARNESS = 6

KINDS = {
    "page": _("Pages"),
    "check": _("Self-assessment"),
    "goods": _("Goods"),
    "locality": _("Provinces and cities"),
    "case": _("Cases of the self-assessments"),
    "source": _("Legal sources"),
    "term": pgettext_lazy("kind of search result", "Terms"),
    "document": pgettext_lazy("files", "Documents"),
}
# What does something for the reader comes before what only names or proves it.
_PREFERENCE = {"page": 12, "check": 10, "goods": 8, "case": -15, "term": -30}
_PREFERENCE_OF_SOURCES = {
    kind: -60 if kind in (Kind.PRESS, Kind.ARTICLE, Kind.DATA) else -25 for kind in Kind.values
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hits of one kind: those that are shown, and how many there are."""

    kind: str
    label: str
    hits: Sequence[Hit]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, and for which words."""

    hits: Sequence[Hit]
    words: Sequence[str]
    # The query that was answered instead, if nothing has the words as typed.
    corrected_query: str = ""
    # Nothing has all the words: these have most of them.
    is_nearest: bool = False

    def of_kind(self, kind: str) -> list[Hit]:
        """Only the hits of one kind."""
        return [hit for hit in self.hits if hit.kind == kind]

    def kinds(self) -> list[tuple[str, str, int]]:
        """Each kind that has hits, its label and their number."""
        numbers = [(kind, str(label), len(self.of_kind(kind))) for kind, label in KINDS.items()]
        return [entry for entry in numbers if entry[2]]

    def groups(self, kind: str = "") -> list[Group]:
        """The hits by kind, that of the best hit first; all of them if one kind is asked for."""
        order = dict.fromkeys(hit.kind for hit in self.hits if kind in ("", hit.kind))
        of_kinds = {each: self.of_kind(each) for each in order}
        return [
            Group(
                kind=each,
                label=str(KINDS[each]),
                hits=hits if kind else hits[:SHOWN_OF_A_KIND],
                total=len(hits),
            )
            for each, hits in of_kinds.items()
        ]

    def title(self, hit: Hit) -> SafeString:
        """The title of a hit with the words marked."""
        return _said(hit.title, marked(hit.title, self.words))

    def snippet(self, hit: Hit) -> SafeString:
        """Where the words stand in a hit, marked; what answers the query itself says what it is."""
        is_said = hit.tier or any(word in words(hit.summary) for word in self.words)
        text = hit.summary if is_said and hit.summary else hit.text() or hit.summary
        return _said(text, snippet(text, self.words))


def _said(text: str, html: SafeString) -> SafeString:
    """What is shown of a text, marked where it is in another language than the reader's."""
    return text.mark(html) if isinstance(text, MarkedText) else html


NOTHING = Found(hits=[], words=[])


def search(query: str, language: str) -> Found:
    """What the query itself is, then what has all its words, then what has most of them.

    Each time the words of this site for what was typed are asked for as well. A single letter or
    digit is no word.
    """
    query = query[:LONGEST_QUERY]
    text = " ".join(word for word in prepared(query).split() if is_word(fold(word)))
    if not text:
        return NOTHING
    direct = list(answers(query, language))
    found = _with_all_words(text, language)
    hits = _merged(direct, found.hits)
    if any(hit.tier for hit in direct) or (found.hits and _is_near(hits, text, language)):
        return replace(found, hits=hits)
    corrected_query = suggest_correction(text, language)
    if corrected_query:
        corrected = _with_all_words(corrected_query, language)
        hits = _merged(list(answers(corrected_query, language)), corrected.hits)
        if hits and (hits[0].tier or _is_near(hits, corrected_query, language)):
            return replace(corrected, hits=hits, corrected_query=corrected_query)
    return _nearest(text, language, hits)


def _merged(direct: Iterable[Hit], found: Iterable[Hit]) -> list[Hit]:
    """Every hit once, those that answer the query itself first."""
    by_url: dict[str, Hit] = {}
    for hit in sorted([*direct, *found], key=_order):
        first = by_url.setdefault(hit.url, hit)
        first.names_it = first.names_it or hit.names_it
    return sorted(by_url.values(), key=_order)[:MOST_HITS]


def _order(hit: Hit) -> tuple[float, float]:
    return -hit.tier, -hit.score


def _with_all_words(text: str, language: str) -> Found:
    """Ask with accents as typed, then without, then without the words of a question."""
    bare = " ".join(subject(fold(text).split()))
    found = NOTHING
    for attempt in dict.fromkeys((text, fold(text), bare)):
        found = _found(attempt, language)
        if found.hits:
            break
    return found


def _found(text: str, language: str, columns: str = EVERYWHERE) -> Found:
    texts = variants(text, language)
    hits = {hit.url: hit for hit in candidates(texts, language, "and", columns)}
    for hit in hits.values():
        hit.score = max(_score(hit, variant) for variant in texts)
    best = sorted(hits.values(), key=_order)[:MOST_HITS]
    typed = dict.fromkeys(word for variant in texts for word in fold(variant).split())
    return Found(hits=best, words=[piece for word in typed for piece in word.split("_")])


def _score(hit: Hit, query: str) -> float:
    """How well the names of a hit fit the words; the order of the engine decides among equals."""
    wanted = set(subject(fold(query).split()))
    names = [hit.title, *hit.names]
    fit = max((_fit(name, wanted) for name in names if name), default=0.0)
    written_so = 5 if query.lower() in hit.title.lower() else 0
    in_summary = len(wanted & set(tokens(hit.summary))) / len(wanted)
    preference = _PREFERENCE_OF_SOURCES.get(hit.source, 0) + _PREFERENCE.get(hit.kind, 0)
    return fit + written_so + 20 * in_summary + preference - hit.rank / 4


def _fit(name: str, wanted: set[str]) -> float:
    """Up to 100: how many of the words the name has, and how much of it they are."""
    own = set(tokens(name))
    if not own:
        return 0.0
    shared = len(own & wanted)
    return 70 * shared / len(wanted) + 30 * shared / len(own) if shared else 0.0


def _is_near(hits: Sequence[Hit], text: str, language: str) -> bool:
    """Whether the words belong together somewhere: in a title or summary, or close in a text.

    Vietnamese writes a space between syllables: "thời tiết" is in every text that has a "thời hạn"
    and a "chi tiết".
    """
    ways = [set(subject(fold(variant).split())) for variant in variants(text, language)]
    for hit in hits:
        shown = set(tokens(" ".join((hit.title, hit.summary, *hit.names))))
        if any(wanted <= shown for wanted in ways):
            return True
    read = (tokens(hit.text()) for hit in hits[:READ_FOR_NEARNESS])
    return any(_stand_together(own, wanted) for own in read for wanted in ways)


def _stand_together(own: Sequence[str], wanted: set[str]) -> bool:
    """Whether all words stand within a few of each other."""
    last: dict[str, int] = {}
    for at, word in enumerate(own):
        if word in wanted:
            last[word] = at
            if len(last) == len(wanted) and at - min(last.values()) < NEAR + len(wanted):
                return True
    return False


def _nearest(text: str, language: str, hits: Sequence[Hit]) -> Found:
    """What has all words but one in its title, the best few; else a place of a similar name."""
    typed = list(dict.fromkeys(subject(fold(text).split())))
    found = [_found(part, language, TITLES) for part in _all_but_one(typed)]
    best: Mapping[str, Hit] = {hit.url: hit for part in found for hit in part.hits}
    for hit in best.values():
        hit.score -= LACKING
    near = [hit for hit in _merged(hits, best.values()) if hit.names_it or _is_about(hit, typed)]
    near = near[:MOST_NEAREST] or places_like(text, language)[:MOST_NEAREST]
    return Found(hits=near, words=typed, is_nearest=bool(near))


def _all_but_one(typed: Sequence[str]) -> Iterator[str]:
    if 1 < len(typed) <= MOST_LEFT_OUT:
        for left_out in typed:
            yield " ".join(word for word in typed if word != left_out)


def _is_about(hit: Hit, typed: Sequence[str]) -> bool:
    """Whether most of the words stand where a hit says what it is about."""
    shown = set(tokens(" ".join((hit.title, hit.summary, *hit.names))))
    return 2 * len(shown.intersection(typed)) > len(typed)


def suggest_correction(query: str, language: str) -> str:
    """The query with each unknown word replaced by a similar known one; empty if one has none.

    Numbers and short words are what they are: "ISO" is not "so".
    """
    known = vocabulary(language)
    replaced = []
    for word in tokens(query):
        if word in known or word in STOP_WORDS:
            replaced.append(word)
            continue
        can_be = len(word) >= SHORTEST_CORRECTED and word.isalpha()
        # Few mistake the first letter, and many words are alike but for it.
        alike = [other for other in known if other[0] == word[0]] if can_be else []
        similar = difflib.get_close_matches(word, alike, n=1, cutoff=SIMILAR)
        if not similar:
            return ""
        replaced.append(similar[0])
    return " ".join(replaced) if replaced != tokens(query) else ""


@cached_per_version
def vocabulary(language: str) -> set[str]:
    """Every word of a title or name in this language."""
    titles = readable(Page.objects.filter(locale__language_code=language)).values_list("title")
    names = Locality.objects.values_list("name", "former_names__name")
    sources = LegalSource.objects.values_list(f"title__{language}")
    terms = GlossaryTerm.objects.values_list(f"term__{language}")
    rows = [
        *titles,
        *sources,
        *terms,
        *((*name.values(), former) for name, former in names),
    ]
    provided_words = {
        word for folded, _entry in provider_entries(language) for word in folded.split()
    }
    known = provided_words | typed_words(language)
    return known | {word for row in rows for text in row if text for word in words(text)}


def promoted(query: str) -> list[SearchPromotion]:
    """What editors put first for exactly this query."""
    picks = SearchPromotion.objects.filter(query__query_string=normalise_query_string(query))
    return list(picks.select_related("page"))
