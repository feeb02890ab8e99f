"""What a policy's text is made of: headings, sentences and small tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextGrid:
    """A small table: its heads, its rows, and the columns whose figures stand to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences and, where steps are told, a table below them."""

    heading: str
    sentences: tuple[str, ...]
    grid: TextGrid | None = None
