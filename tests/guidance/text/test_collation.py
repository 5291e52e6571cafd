"""The order of names in each language."""

from __future__ import annotations

import pytest

from guidance.text.collation import sort_key

SORTED = {
    "vi": [
        *("An Giang", "Ăng-gô-la", "Ấn Độ", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ"),
        *(
            "Đà Nẵng",
            "Điện Biên",
            "Đồng Nai",
            "Hà Nội",
            "Hải Phòng",
            "Oman",
            "Ốt",
            "Ơn",
            "Út",
            "Ưu",
        ),
    ],
    "fr": ["Danemark", "Égypte", "Émirats", "Équateur", "Espagne", "États"],
    "en": ["Åland Islands", "Albania", "Côte d’Ivoire", "Cuba"],
}


def test_tones_tell_apart_only_what_is_spelt_alike() -> None:
    words = ["mạ", "má", "mã", "mả", "mà", "ma", "mát", "mắ"]

    found = sorted(words, key=lambda word: sort_key(word, "vi"))

    assert found == ["ma", "mà", "mả", "mã", "má", "mạ", "mát", "mắ"]


@pytest.mark.parametrize("language", SORTED)
def test_names_stand_in_the_order_of_the_alphabet(language: str) -> None:
    names = sorted(SORTED[language], reverse=True)

    assert sorted(names, key=lambda name: sort_key(name, language)) == SORTED[language]


def test_small_letters_come_before_capitals() -> None:
    assert sorted(["Ba", "ba"], key=lambda word: sort_key(word, "vi")) == ["ba", "Ba"]
