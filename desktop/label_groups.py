"""Groups of labels by name, of which some are loaded when first wanted: the first look at the books needs few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

Pair = tuple[str, str]
"""The same in Chinese and in English."""
Group = Mapping[str, Pair]


class LabelGroups(Mapping[str, Group]):
    """Labels by group: those that are here, and those that stand as (module, name) elsewhere."""

    def __init__(self, here: Mapping[str, Group], elsewhere: Mapping[str, tuple[str, str]]) -> None:
        self._here, self._elsewhere = dict(here), elsewhere

    def __getitem__(self, group: str) -> Group:
        if group not in self._here and group in self._elsewhere:
            module, name = self._elsewhere[group]
            self._here[group] = getattr(import_module(module), name)
        return self._here[group]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._here, **self._elsewhere})

    def __len__(self) -> int:
        return len({**self._here, **self._elsewhere})
