"""All lists of the program: every module of this room that says `LISTS` is found by itself."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module

import desktop.listings
from desktop.listings.listing import Listing

_USES = frozenset({"registry", "workbooks"})
"""Modules that are about all lists, and have none of their own."""


def _found() -> Iterator[Listing]:
    for module in pkgutil.iter_modules(desktop.listings.__path__):
        if module.name not in _USES:
            yield from getattr(import_module(f"{desktop.listings.__name__}.{module.name}"), "LISTS", ())


LISTINGS: Mapping[str, Listing] = {each.code: each for each in _found()}
"""By code, as commands name them."""
