"""Codes that differ from known ones in how they are written alone: taken as one, hinted at, and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.explain import Reason
from domain.tables.cells import folded

_EXAMPLES = 5


def spellings(codes: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """For codes that differ from a known one, or from each other, in case, width or blanks only: how they are written.

    Of several new spellings the first in order of characters stands, whatever the order of the file.
    """
    by_fold: dict[str, str] = {}
    for code in sorted(codes, reverse=True):
        by_fold[folded(code)] = code
    once = Counter(folded(code) for code in known)
    by_fold |= {fold: code for code in known if once[fold := folded(code)] == 1 and fold in by_fold}
    return {code: by_fold[folded(code)] for code in codes if by_fold[folded(code)] != code}


def zero_notes(codes: Sequence[str], known: Sequence[str]) -> list[Reason]:
    """A hint for each new code that a known one, or another new one, differs from by its leading zeros only.

    A spreadsheet drops them.
    """
    bare = {folded(code).lstrip("0"): code for code in known if code.startswith("0")}
    short = {folded(code): code for code in known}
    notes = []
    for code in codes:
        fold = folded(code)
        like = bare.get(fold) or (short.get(fold.lstrip("0")) if fold.startswith("0") else None)
        if like is not None and fold.lstrip("0"):
            notes.append(Reason("code_zeros", "warn", {"code": code, "known": like}))
    return [*notes, *_zeros_between(codes)]


def _zeros_between(codes: Sequence[str]) -> Iterator[Reason]:
    """New codes of one file that are one another but for leading zeros: two cards are made where one may be meant."""
    first: dict[str, str] = {}
    pairs: dict[str, str] = {}
    for code in dict.fromkeys(codes):
        if (fold := folded(code)) and (bare := fold.lstrip("0")):
            other = first.setdefault(bare, code)
            if folded(other) != fold:
                pairs[other] = code
    if pairs:
        yield Reason("codes_zeros", "warn", {"count": len(pairs), "examples": _pairs(pairs)})


def alike_notes(spelled: Mapping[str, str]) -> list[Reason]:
    """One note of all codes taken for one another, with the first few as the file and as the books write them."""
    if not spelled:
        return []
    return [Reason("codes_alike", "warn", {"count": len(spelled), "examples": _pairs(spelled)})]


def namesake_notes(namesakes: Mapping[str, str]) -> list[Reason]:
    """One note of all new codes whose name another one bears already, with the first few."""
    if not namesakes:
        return []
    return [Reason("names_alike", "warn", {"count": len(namesakes), "examples": _pairs(namesakes)})]


def miscalled_notes(miscalled: Mapping[str, str]) -> list[Reason]:
    """One note of all codes beside another's name, with the first few and whose name it is."""
    if not miscalled:
        return []
    return [Reason("names_contradict", "warn", {"count": len(miscalled), "examples": _pairs(miscalled)})]


def new_notes(customers: Sequence[str], products: Sequence[str], crossed: Sequence[str]) -> list[Reason]:
    """How many customers and products a file brings that the books don't have, with the first few; and those of the
    customers that are known as products.
    """
    told = {"customers_new": customers, "products_new": products, "columns_crossed": crossed}
    return [
        Reason(code, "info" if codes is not crossed else "warn", {"count": len(codes), "examples": _few(codes)})
        for code, codes in told.items()
        if codes
    ]


def within_notes(pairs: Mapping[str, str]) -> list[Reason]:
    """Cells that hold a known code and its name, taken for that code."""
    return [Reason("codes_within", "info", {"count": len(pairs), "examples": _pairs(pairs)})] if pairs else []


def _few(codes: Sequence[str]) -> str:
    return ", ".join([*codes[:_EXAMPLES], *(["…"] if len(codes) > _EXAMPLES else [])])


def _pairs(pairs: Mapping[str, str]) -> str:
    told = [f"{code} → {known}" for code, known in list(pairs.items())[:_EXAMPLES]]
    return ", ".join([*told, *(["…"] if len(pairs) > _EXAMPLES else [])])


def bearers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Whose each word is; "" where it is several codes'."""
    told = {(folded(word), code) for word, code in pairs if word}
    count = Counter(word for word, _ in told)
    return {word: code if count[word] == 1 else "" for word, code in told}
