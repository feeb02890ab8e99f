"""One breach of a rule that each desk of a dealer keeps by itself, as every book that has the papers tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One breach of a rule that each desk keeps by itself.

    Attributes:
        code: the sentence that says what happened and which act mends it.
        kind: of the paper it is about, whose `number` people look for.
        key: names it, the same in every book.
        facts: what the sentence tells.
    """

    code: str
    kind: str
    number: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
