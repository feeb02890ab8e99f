"""The root of all bodies, and the reasons that several kinds of record carry."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sync.shapes import make_ready


class Body(msgspec.Struct, omit_defaults=True, gc=False):
    """The root of all bodies; fields added later need a default, so that old entries go on being read."""


class ReasonBody(Body):
    """One reason of a verdict."""

    code: str
    severity: str = "info"
    facts: Mapping[str, str] = {}
    line: int | None = None


make_ready(ReasonBody)
