"""Faces of promotion templates, one module each: names, the editor's fields and every sentence, in both languages.

A face's module is called as its template is told in a policy's JSON (`percent_off`) and holds one `FACE`. The editor,
the policy's text and paper, the commands, the steps of a line and the hints of an order all read it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

from desktop.label_groups import Pair

if TYPE_CHECKING:
    from desktop.wording.policies.policy_words import Voice
    from desktop.wording.policies.text_parts import TextGrid
    from domain.policies.scopes import ProductScope

SAME: Pair = ("–", "–")
_NO_WORDS: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class FaceColumn:
    """One column of a table of steps: where in a step it writes, its title, and as what (as `GridColumn` says)."""

    key: str
    title: Pair
    kind: Literal["number", "product", "scope"] = "number"
    width: int = 0
    hint: Pair = _NO_WORDS


@dataclass(frozen=True, slots=True)
class FaceField:
    """One field of the editor: where in the template it writes, what it is called, and how it is filled in.

    `kind`: a number, a whole number, one of the `choices`, a yes or no (said by `name`), a product, or a table of
    `columns`; `ended` tables show where their steps end if somebody wrote it down. `more`: it stands behind 更多条件 as
    long as nothing is said there. `wide` takes the whole width.
    """

    key: str
    name: Pair
    kind: Literal["number", "whole", "choice", "yes", "product", "table"] = "number"
    choices: tuple[tuple[str, Pair], ...] = ()
    columns: tuple[FaceColumn, ...] = ()
    ended: bool = False
    hint: Pair = _NO_WORDS
    more: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class PromotionFace:
    """How a template looks to people.

    Attributes:
        name: what it is called in a list of policies.
        kind: what it is called where one chooses what to write, in the order of `listed`.
        fields: what the editor asks for.
        fresh: what a new form begins with; lists that need an item are there and empty.
        tell: its sentences in the policy's text, with a table where steps are told.
        steps: the sentences of what it did to a line, by code, where they aren't everybody's (`policy_steps`).
        hints: what more of something brings, by the hint's code; `{off}` is what is taken off, `{gift}` what comes on
            top, other places are the hint's own figures as money.
        example: its JSON form as somebody might write it.
    """

    name: Pair
    kind: Pair
    listed: int
    fields: tuple[FaceField, ...]
    tell: Callable[[Voice, Any, ProductScope], tuple[list[str], TextGrid | None]]
    example: Mapping[str, Any]
    fresh: Mapping[str, Any] = field(default_factory=dict)
    steps: Mapping[str, Pair] = field(default_factory=dict)
    hints: Mapping[str, Pair] = field(default_factory=dict)


@cache
def faces() -> Mapping[str, PromotionFace]:
    """Every face by its template's name in JSON, in the order in which one chooses among them."""
    found = {module.name: import_module(f"{__name__}.{module.name}").FACE for module in iter_modules(__path__)}
    return dict(sorted(found.items(), key=lambda named: named[1].listed))


def step_sentences() -> dict[str, Pair]:
    """The sentences of all faces about what was done to a line, by code."""
    return {code: told for face in faces().values() for code, told in face.steps.items()}


@cache
def hint_words() -> Mapping[str, Pair]:
    """What each hint promises, by its code."""
    return {code: told for face in faces().values() for code, told in face.hints.items()}
