"""What whoever starts a service decides, as values that reach its processes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with those above it, and its key, as files."""

    chain: str
    key: str


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """What every worker does: `made` is the `module:function` that makes its application."""

    made: str
    count: int
    certificate: Certificate | None = None
