"""Shapes of messages and records are made ready to be read as their module loads, before any thread reads one."""

from __future__ import annotations

import msgspec


def make_ready(*shapes: type) -> None:
    """Resolves the fields of these shapes, and of all they hold, once and for all.

    msgspec does it at the first read, and shows the half-made answer to any other thread meanwhile: two first
    requests at one moment then end the whole process. A module that is being loaded is seen by one thread only.
    """
    for shape in shapes:
        msgspec.json.Decoder(shape)
