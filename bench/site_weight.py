"""What a first visit to each kind of page of the site weighs, in the language where it is most."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence

from bench.figures import print_figure, print_title
from bench.page_weight import HTML, print_page, print_parts
from bench.site_pages import Visit


def measure(kinds: Mapping[str, Sequence[Visit]]) -> None:
    """Print the heaviest page of each kind by language, then the first visit to the heaviest."""
    print_title("Site: html of the heaviest page of each kind in vi, en, fr, gzip kB")
    largest = {kind: max(visits, key=_size) for kind, visits in kinds.items()}
    for kind, visits in kinds.items():
        languages = sorted({visit.language for visit in visits}, reverse=True)
        most = [max(_size(visit) for visit in visits if visit.language == c) for c in languages]
        print_figure(f"{kind} ({', '.join(languages)})", " ".join(f"{m / 1000:.1f}" for m in most))
    print_title("Site: first visit to the heaviest page of each kind, kB: html + css + js + svg")
    for kind, visit in largest.items():
        print_page(f"{kind} ({visit.language})", visit.html)
    print_title("Site: the heaviest page of all, and what every page fetches")
    heaviest = max(largest.values(), key=_size)
    size = _size(heaviest)
    print_figure(
        heaviest.page.address, f"{size / 1000:.1f} kB", f"<= {HTML // 1000}", met=size <= HTML
    )
    print_parts(heaviest.html)


def _size(visit: Visit) -> int:
    return len(gzip.compress(visit.html, 9))
