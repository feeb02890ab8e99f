"""What type-ahead finds a record by: single characters, words, initials in every reading, codes and their tails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from sync.records.bodies.records import ProductBody

_WORD = re.compile(r"[0-9a-z]+|[^\x00-\x7f]", re.IGNORECASE)
_TAIL = 5


@lru_cache(maxsize=65536)
def pinyin_keys(name: str) -> str:
    """Initials of a name in all readings, space-separated; computed once, where the record is made.

    Source: the readings of each character from pypinyin; which reading a name has, no table can tell, so all are kept.
    """
    from domain.values.pinyin import search_keys as combine

    return combine(_readings(name))


def _readings(name: str) -> list[list[str]]:
    readings: list[list[str]] = []
    for found in _WORD_OR_CHINESE.findall(name):
        if found.isascii():
            readings.append([found.lower()])
            continue
        if max(found) < _FIRST_CHINESE:
            readings.append(list(dict.fromkeys((found, found[0]))))  # as the library gives what it can't read
            continue
        # Loaded when first needed: the table of readings takes a third of a second and fifty megabytes.
        from pypinyin import Style, pinyin

        likely = pinyin(found, style=Style.FIRST_LETTER)
        # Within a phrase the library settles on one reading, so each character is asked alone as well.
        for first, character in zip(likely, found, strict=False):
            every = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0]
            readings.append(list(dict.fromkeys([*first, *every])))
    return readings


_WORD_OR_CHINESE = re.compile(r"[\x21-\x7e]+|[^\x00-\x7f]+")
_FIRST_CHINESE = "\u2e80"  # no character before it has a reading


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

    Chinese characters of one word must follow each other; letters and digits match the start of a word.
    """
    terms: list[str] = []
    for piece in typed.split():
        run: list[str] = []
        for word in _WORD.findall(piece):
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
    """Keys of products for what was typed: an exact code or barcode first, then codes that start so, then the rest.

    A size behind letters may stand further on in the name: `lnsq550` finds 岭南山泉饮用水550ml where nothing else is.
    """
    typed = unicodedata.normalize("NFKC", typed.replace("\0", "")).strip()  # PostgreSQL's texts can't hold it
    if not typed:
        return []
    found = _found(connection, typed, limit)
    apart = typed if found else _SIZE.sub(r"\1 ", typed)
    return found if apart == typed else _found(connection, apart, limit)


def _found(connection: Connection, typed: str, limit: int) -> list[int]:
    found = list(connection.execute(_EXACT, {"typed": typed, "limit": limit}).scalars())
    starting = {"low": typed, "high": typed + "\uffff", "limit": limit}
    found += connection.execute(_STARTING, starting).scalars()
    if _QUANTITY.fullmatch(typed):
        return list(dict.fromkeys(found))[:limit]  # cases and bottles that came into the wrong cell name no goods
    if connection.dialect.name == "sqlite":
        expression = match_expression(typed)
        if expression:
            found += connection.execute(_MATCH, {"expression": expression, "limit": limit}).scalars()
    else:
        found += _contain_all(connection, typed.lower().split(), limit)
    found = list(dict.fromkeys(found))[:limit]
    if len(found) < limit and connection.dialect.name == "sqlite" and _LETTERS.search(typed):
        found = list(dict.fromkeys([*found, *_spelled(connection, typed, limit)]))[:limit]
    return found


def _spelled(connection: Connection, typed: str, limit: int) -> list[int]:
    """Products whose name is spelled so: by whole syllables, initials, or any mix, every word of it."""
    from sync.records.books.syllables import is_spelled

    words = words_of(typed)
    if not any(_has_syllable(word) for word in words):
        return []  # initials alone stand in the index
    expression = " AND ".join(f"({found})" for word in words if (found := _spelled_expression(word)))
    if not expression:
        return []
    rows = connection.execute(_SPELLED, {"expression": expression, "limit": _CANDIDATES}).all()
    letters = [word for word in words if word.isascii()]
    return [pk for pk, name in rows if all(is_spelled(name, word) for word in letters)][:limit]


def words_of(typed: str) -> list[str]:
    """The words of what was typed, in half width and lower case; blanks and brackets only part them."""
    return _APART.sub(" ", unicodedata.normalize("NFKC", typed)).casefold().split()


def _has_syllable(word: str) -> bool:
    """Whether letters of a word can be more than initials."""
    from domain.values.pinyin_matching import ways
    from sync.records.books.syllables import syllables

    runs = re.findall(r"[a-z]+", word) if word.isascii() else []
    return any(len(part) > 1 for run in runs for way in ways(run, syllables()) for part in way)


def _spelled_expression(word: str) -> str:
    """The full-text query for one word typed as pinyin: the characters that are read so, and their initials."""
    from domain.values.pinyin_matching import ways
    from sync.records.books.syllables import syllables

    if not word.isascii():
        return match_expression(word) or ""
    known, parts = syllables(), []
    for run in re.findall(r"[a-z]+|[0-9]+", word):
        if run.isdigit():
            parts.append(f'"{run}"*')
            continue
        cut = [_way(way, known) for way in ways(run, known)]
        if not cut:
            return ""
        parts.append("(" + " OR ".join(f"({each})" for each in dict.fromkeys(cut)) + ")")
    return " AND ".join(parts)


def _way(parts: Sequence[str], known: Mapping[str, str]) -> str:
    """One way to read letters: a character of each whole syllable must be there, and the initials in a row."""
    whole = [part for part in parts if len(part) > 1 and part in known]
    if len(parts) == 1 and not whole:
        return _any("".join(found for spelling, found in known.items() if spelling.startswith(parts[0])))
    initials = [f'"{"".join(part[0] for part in parts)}"*'] if len(parts) > 1 else []
    # Three initials in a row say enough; what they find is spelled out anyway.
    groups = [_any(known[max(whole, key=len)])] if whole and len(parts) < 3 else []
    return " AND ".join((*initials, *groups)) or f'"{parts[0]}"*'


def _any(characters: str) -> str:
    """One of these characters is in the name."""
    return "(" + " OR ".join(f'"{each}"' for each in dict.fromkeys(characters)) + ")"


def dealer_condition(connection: Connection, typed: str) -> tuple[str, list[str]]:
    """What a row of `dealer` must fulfil (SQL and its values) to be found by what was typed: every word of it stands in
    its code, name or initials, or spells a part of its name.
    """
    conditions, values = ["1 = 1"], []
    for word in words_of(typed):
        like = like_text(word)
        spelled = _dealers_spelled(connection, word) if _LETTERS.match(word) else []
        more = f" OR id IN ({', '.join('?' * len(spelled))})" if spelled else ""
        one = "lower(code) LIKE ? ESCAPE '|' OR lower(name) LIKE ? ESCAPE '|' OR pinyin LIKE ? ESCAPE '|'"
        conditions.append(f"({one}{more})")
        values += [like, like, like, *spelled]
    return " AND ".join(conditions), values


def _dealers_spelled(connection: Connection, word: str) -> list[str]:
    """Ids of the dealers whose name is spelled so; their initials tell which may be."""
    from domain.values.pinyin_matching import ways
    from sync.records.books.syllables import is_spelled, syllables

    run = re.match(r"[a-z]+", word)
    cut = ways(run[0], syllables()) if run else []
    initials = list(dict.fromkeys("".join(part[0] for part in way) for way in cut))
    if not initials:
        return []
    where = " OR ".join(["pinyin LIKE ? ESCAPE '|'"] * len(initials))
    sql = f"SELECT id, name FROM dealer WHERE {where}"
    rows = query_rows(connection, sql, *(like_text(each) for each in initials))
    return [row.id for row in rows if is_spelled(row.name, word)][:_MOST_SPELLED]


_MOST_SPELLED = 900
_SIZE = re.compile(r"\b([A-Za-z]{2,})(?=[0-9]{2})")
_QUANTITY = re.compile(r"[0-9]+\s*(?:[+/]\s*[0-9]*|[xX×*])")
_LETTERS = re.compile("[A-Za-z]{2}")
_APART = re.compile(r"[\s()\[\]{}【】《》〈〉「」、，,;；·]+")
_CANDIDATES = 120
_SPELLED = text(
    "SELECT p.pk, p.name FROM product_search s JOIN product p ON p.pk = s.rowid "
    "WHERE product_search MATCH :expression LIMIT :limit"
)
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
