"""HS codes as people write them: the one reader for the goods question, the search and sheets."""

from __future__ import annotations

import re
import unicodedata

from guidance.text.folding import fold

LENGTHS = (4, 6, 8)
FIRST_CHAPTER, LAST_CHAPTER = 1, 97
LONGEST_INPUT = 100

# What stands between the digits of a code: spaces, dots, commas, middle dots, any kind of dash.
_BETWEEN = r"[\s.,\-_·•・]*"
# What spreadsheets put before digits so that they stay text, and what people put there.
_QUOTES = "'\"`´‘’‚‛“”„ʼ′"
# "HS", "mã HS", "mã số hàng hóa", "HS code:", "code SH", "heading", "nhóm", "position", as folded.
_CALLED = re.compile(
    r"^(?:(?:ma so hang hoa|ma so thue|ma so|ma hang hoa|ma|hs|sh|code|codes|heading|subheading"
    r"|tariff|nhom|phan nhom|position|sous-position|du|no|n[°º]?)(?![a-z])\s*[.:#]*\s*)+",
)
_DIGITS = re.compile(rf"\d(?:{_BETWEEN}\d)+")
_SPELLED = re.compile(r"\d{2}\.\d{2}|\d{4}[.\-]\d{2}")


class CodeError(ValueError):
    """Digits that cannot be an HS code; `reason` is "length" or "chapter".

    `nearest` is the longest code that the digits begin with; empty if they begin with none.
    """

    def __init__(self, reason: str, nearest: str = "") -> None:
        """Keep the reason for the form to word."""
        super().__init__(reason)
        self.reason = reason
        self.nearest = nearest


def plain(text: str) -> str:
    """Write full-width digits and letters as plain ones, every dash as one, nothing invisible."""
    text = unicodedata.normalize("NFKC", text)
    kept = (
        "-" if unicodedata.category(letter) == "Pd" or letter == "−" else letter
        for letter in text
        # Zero-width spaces, joiners, byte-order marks, soft hyphens, direction marks.
        if unicodedata.category(letter) != "Cf"
    )
    return "".join(kept).strip().strip(_QUOTES).strip()


def read_code(text: str) -> str | None:
    """Read an HS code of 4, 6 or 8 digits however it is written; None if the text is no number.

    CodeError says what is wrong with a number that is no code.
    """
    wanted = _without_name(plain(text))
    digits = re.sub(_BETWEEN, "", wanted)
    if not (digits.isascii() and digits.isdigit()):
        return None
    if not FIRST_CHAPTER <= int(digits[:2]) <= LAST_CHAPTER:
        raise CodeError("chapter")
    if len(digits) not in LENGTHS:
        raise CodeError("length", _nearest(digits))
    return digits


def codes_within(text: str) -> list[tuple[str, bool]]:
    """Find the HS codes that a sentence names, each with whether it is plainly meant as one.

    "8471" may be a number of something else; "84.71", "8471.30", "HS 8471" and 84713020 are codes.
    What is longer or shorter gives the code that it begins with.
    """
    text = plain(text)
    bare = fold(text)
    is_named = bool(_CALLED.match(bare) or re.search(r"\b(?:hs|sh)(?![a-z])", bare))
    found = []
    for match in _DIGITS.finditer(text):
        if text[match.end() : match.end() + 1] == "/" or text[: match.start()].endswith("/"):
            continue
        written = match.group()
        try:
            code = read_code(written) or ""
        except CodeError as error:
            code = error.nearest
        if code:
            found.append((code, is_named or bool(_SPELLED.match(written)) or len(code) > 6))
    return found


def write_code(digits: str) -> str:
    """Write digits as the tariff prints them: 8443.31.19."""
    return ".".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)


def _without_name(text: str) -> str:
    """Take off what says that the digits are a code: "mã HS 8471" is 8471."""
    return _CALLED.sub("", fold(text)).lstrip(" :#°º" + _QUOTES)


def _nearest(digits: str) -> str:
    """Cut digits down to a code; ten are another country's, whose first six are everybody's."""
    most = 6 if len(digits) > max(LENGTHS) else len(digits)
    return next((digits[:length] for length in reversed(LENGTHS) if length <= most), "")
