"""How hard a page is to read: length of its sentences and, where words are long, the LIX score."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from django.utils.html import strip_tags

_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_WORD = re.compile(r"\w+(?:[-/.]\w+)*")
LONG_WORD = 6
LONG_SENTENCE = 30
# Vietnamese is written in syllables: the length of a written word says nothing there.
WITHOUT_LIX = {"vi"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of a text, each with its number of words."""

    sentences: tuple[tuple[int, str], ...]
    words: int
    long_words: int

    @property
    def mean(self) -> float:
        """Words a sentence, on average."""
        return self.words / len(self.sentences) if self.sentences else 0.0

    @property
    def long(self) -> int:
        """How many sentences have more than LONG_SENTENCE words."""
        return sum(count > LONG_SENTENCE for count, _ in self.sentences)

    @property
    def longest(self) -> tuple[int, str]:
        """The longest sentence and its number of words."""
        return max(self.sentences, default=(0, ""))

    def lix(self, language: str) -> float | None:
        """The LIX score: below 40 is easy, above 60 hard; None where it means nothing."""
        if language in WITHOUT_LIX or not self.words:
            return None
        return self.mean + 100 * self.long_words / self.words


def read(markup: str) -> Reading:
    """Read the text of some markup; a block of markup ends a sentence as a full stop does."""
    text = html.unescape(strip_tags(re.sub(r"</(p|li|h\d|td|th)>|<br[^>]*>", "\n", markup)))
    sentences = []
    long_words = total = 0
    for sentence in filter(None, map(str.strip, _END.split(text))):
        words = _WORD.findall(sentence)
        if words:
            sentences.append((len(words), sentence))
            total += len(words)
            long_words += sum(len(word) > LONG_WORD for word in words)
    return Reading(tuple(sentences), total, long_words)
