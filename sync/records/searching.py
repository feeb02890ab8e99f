"""What type-ahead finds a record by: single characters, words, initials in every reading, codes and their tails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from sync.records.bodies import ProductBody

_WORD = re.compile(r"[0-9a-z]+|[^\x00-\x7f]", re.IGNORECASE)
_TAIL = 5


@lru_cache(maxsize=65536)
def pinyin_keys(name: str) -> str:
    """Initials of a name in all readings, space-separated; computed once, where the record is made.

    Source: the readings of each character from pypinyin; which reading a name has, no table can tell, so all are kept.
    """
    from domain.pinyin import search_keys as combine

    return combine(_readings(name))


def _readings(name: str) -> list[list[str]]:
    # Loaded when first needed: the table of readings takes a third of a second.
    from pypinyin import Style, pinyin

    readings: list[list[str]] = []
    for found in _WORD_OR_CHINESE.findall(name):
        if found.isascii():
            readings.append([found.lower()])
            continue
        likely = pinyin(found, style=Style.FIRST_LETTER)
        # Within a phrase the library settles on one reading, so each character is asked alone as well.
        for first, character in zip(likely, found, strict=False):
            every = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0]
            readings.append(list(dict.fromkeys([*first, *every])))
    return readings


_WORD_OR_CHINESE = re.compile(r"[\x21-\x7e]+|[^\x00-\x7f]+")


def search_keys(product: ProductBody) -> str:
    """The words of a product's row in the search index."""
    words = [*_WORD.findall(product.name), *_WORD.findall(product.sku), product.sku]
    for initials in product.pinyin.split():
        words += [initials[start:] for start in range(len(initials))]
    if product.barcode:
        words += [product.barcode, product.barcode[-_TAIL:]]
    return " ".join(words)


def like_text(typed: str) -> str:
    """A pattern for texts that hold this one, to be used with `ESCAPE '|'`."""
    plain = typed.replace("|", "||").replace("%", "|%").replace("_", "|_")
    return f"%{plain}%"


def match_expression(typed: str) -> str | None:
    """The full-text query for what was typed, or None where nothing in it can be searched.

    Chinese characters must follow each other; letters and digits match the start of a word.
    """
    terms: list[str] = []
    run: list[str] = []
    for word in _WORD.findall(typed):
        if word.isascii():
            terms += _phrase(run)
            terms.append(f'"{word}"*')
            run = []
        else:
            run.append(word)
    terms += _phrase(run)
    return " AND ".join(terms) or None


def _phrase(run: list[str]) -> list[str]:
    return ['"' + " ".join(run) + '"'] if run else []


def find_products(connection: Connection, typed: str, limit: int = 20) -> list[int]:
    """Keys of products for what was typed: an exact code or barcode first, then codes that start so, then the rest."""
    typed = unicodedata.normalize("NFKC", typed.replace("\0", "")).strip()  # PostgreSQL's texts can't hold it
    if not typed:
        return []
    found = list(connection.execute(_EXACT, {"typed": typed, "limit": limit}).scalars())
    starting = {"low": typed, "high": typed + "\uffff", "limit": limit}
    found += connection.execute(_STARTING, starting).scalars()
    if connection.dialect.name == "sqlite":
        expression = match_expression(typed)
        if expression:
            found += connection.execute(_MATCH, {"expression": expression, "limit": limit}).scalars()
    else:
        found += _contain_all(connection, typed.lower().split(), limit)
    return list(dict.fromkeys(found))[:limit]


_EXACT = text(
    "SELECT pk FROM product WHERE sku = :typed UNION SELECT pk FROM product WHERE barcode = :typed LIMIT :limit"
)
_STARTING = text("SELECT pk FROM product WHERE sku >= :low AND sku < :high ORDER BY sku LIMIT :limit")
_MATCH = text("SELECT rowid FROM product_search WHERE product_search MATCH :expression LIMIT :limit")
# A backslash makes what follows it a plain character, in this engine by default.
_LIKE = "(lower(name) LIKE {0} OR lower(sku) LIKE {0} OR pinyin LIKE {0} OR barcode LIKE {0})"
_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\%_"})


def _contain_all(connection: Connection, words: Sequence[str], limit: int) -> Sequence[int]:
    """Keys of products of which every word stands somewhere, each in whatever column it may."""
    places = {f"word{place}": f"%{word.translate(_SPECIAL)}%" for place, word in enumerate(words)}
    conditions = " AND ".join(_LIKE.format(f":{name}") for name in places)
    query = text(f"SELECT pk FROM product WHERE {conditions} ORDER BY sku LIMIT :limit")
    return connection.execute(query, {**places, "limit": limit}).scalars().all()
