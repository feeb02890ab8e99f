"""A verdict's reasons and a price's steps, as values that the screen, the paper and the JSON all show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Fact = str | int | Decimal | date | bool | None
Severity = Literal["info", "warn", "stop"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a verdict; `line` is the order line it speaks of, counted from 1, or None for the whole order."""

    code: str
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a unit price: what it was before, what it is after, and why."""

    code: str
    before: Decimal | None
    after: Decimal | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
