"""Rows of long lists, a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Key = TypeVar("Key")
_BLOCK = 500
"""So many rows are read at a time, however long the list."""


def blocks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Keys, a few hundred at a time."""
    for start in range(0, len(keys), _BLOCK):
        yield keys[start : start + _BLOCK]
