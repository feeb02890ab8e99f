"""A rebate's period in words, by the key it is kept under."""

from __future__ import annotations

from typing import Any

from desktop.labels import Language
from desktop.listings.types import TEXT, either


def period_in_words(key: str, language: Language) -> str:
    """`2026-11` → 2026 年 11 月, `2026-Q4` → 2026 年第 4 季度, `2026` → 2026 年, `whole` → 整个政策期."""
    if key in ("", "whole"):
        return either(language, "整个政策期", "The whole period")
    year, _, rest = key.partition("-")
    if not rest:
        return either(language, f"{year} 年", year)
    if rest.startswith("Q"):
        return either(language, f"{year} 年第 {rest[1:]} 季度", f"{year}, quarter {rest[1:]}")
    month = rest.lstrip("0")
    return either(language, f"{year} 年 {month} 月", f"{year}-{month}")


def _text(key: str, _row: Any, language: Language) -> str:
    return period_in_words(key, language)


def _told(key: str, _row: Any, _language: Language) -> str:
    return key


PERIOD = TEXT._replace(text=_text, told=_told)
"""In words in the window; by its key, which others are asked for by, elsewhere."""
