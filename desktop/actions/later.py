"""Actions by name, without loading them: their modules, and the database's library, come when they are done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


class LaterAction:
    """An action by name, which is looked for when it is done."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self.__name__ = name

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self.found(*args, **kwargs)

    @property
    def found(self) -> Callable[..., object]:
        """The action itself."""
        action: Callable[..., object] = getattr(import_module(self._module), self.__name__)
        return action

    @property
    def changed(self) -> object:
        """What it says it changes (desktop.actions.changes)."""
        return getattr(self.found, "changed", None)

    def __repr__(self) -> str:
        return f"{self._module}.{self.__name__}"


class LaterModule:
    """A module of actions; each of its actions is the same one whenever it is named."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> LaterAction:
        made = LaterAction(self._name, name)
        self.__dict__[name] = made
        return made

    def __repr__(self) -> str:
        return self._name


@cache
def later(module: str) -> Any:
    """A module of desktop.actions, by its name below it."""
    return LaterModule(f"desktop.actions.{module}")


def action_at(place: str) -> Any:
    """An action by the name of its module below desktop.actions and its own, as `catalog.terms:set_terms`."""
    module, _, name = place.partition(":")
    return getattr(later(module), name)
