"""The form being edited: values by path, what equals its default left out, and everything else left as it came."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, get_args

from PySide6.QtCore import QObject, Signal

from domain.policies.policy import Policy
from domain.values.forms import choices_of, hints_of, inner, tag_of, write_form

MISSING = object()
_PART = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


def parts_of(path: str) -> list[str | int]:
    """`$.terms.tiers[2].start` as its steps."""
    found = _PART.findall(path.removeprefix("$"))
    return [int(place) if place else name for name, place in found]


def inside(path: str, above: str) -> bool:
    """Whether a path is the other or lies below it."""
    return path == above or (path.startswith(above) and path[len(above)] in ".[")


def same(one: object, other: object) -> bool:
    """Whether two written values mean the same; numbers may be written in several ways."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if one == other:
        return True
    if isinstance(one, str | int | float | Decimal) and isinstance(other, str | int | float | Decimal):
        try:
            return Decimal(str(one)) == Decimal(str(other))
        except InvalidOperation:
            return False
    return False


class PolicyDocument(QObject):
    """A policy's JSON form under the editor's hands.

    Signals:
        changed: the path of what was changed.
        reshaped: other fields belong here now; whoever shows them builds them anew.
    """

    changed = Signal(str)
    reshaped = Signal()

    def __init__(self, form: Mapping[str, Any] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form: dict[str, Any] = copy.deepcopy(dict(form or {}))
        self._kept: dict[str, Any] = {}

    def take(self, form: Mapping[str, Any]) -> None:
        """Another form is edited from here on."""
        self.form = copy.deepcopy(dict(form))
        self._kept.clear()
        self.reshaped.emit()

    def copy(self) -> dict[str, Any]:
        """The form as it stands, for whoever works on it elsewhere."""
        return copy.deepcopy(self.form)

    # ---- reading

    def raw(self, path: str) -> Any:
        """What is written at a path, MISSING where nothing is."""
        here: Any = self.form
        for part in parts_of(path):
            if isinstance(part, int):
                if not isinstance(here, list) or part >= len(here):
                    return MISSING
                here = here[part]
            elif isinstance(here, Mapping) and part in here:
                here = here[part]
            else:
                return MISSING
        return here

    def value(self, path: str) -> Any:
        """What holds at a path: what is written, else the default in its written form, else None."""
        found = self.raw(path)
        if found is MISSING:
            if self._unsaid(path):
                return None
            default = self.default(path)
            return None if default is MISSING else default
        return found

    def _unsaid(self, path: str) -> bool:
        """Whether what holds the place is not said at all, so that no default holds inside it either."""
        above = _split(path)[0]
        return bool(above) and above != "$" and self.raw(above) is MISSING and self.default(above) is None

    def rows(self, path: str) -> list[Any]:
        """The items of a list; none where there is no list."""
        found = self.raw(path)
        return found if isinstance(found, list) else []

    def is_set(self, path: str) -> bool:
        """Whether something other than the default is written here."""
        return self.raw(path) is not MISSING

    def default(self, path: str) -> Any:
        """The written form of the default that holds at a path, MISSING where the form must say it."""
        hint: Any = Policy
        default: Any = MISSING
        here: Any = self.form
        for part in parts_of(path):
            if isinstance(part, int):
                hint, default = (get_args(inner(hint)[0]) or (None,))[0], MISSING
                here = here[part] if isinstance(here, list) and part < len(here) else None
                continue
            cls = _class_of(hint, here)
            found = next((field for field in _fields(cls) if field.name == part), None)
            if cls is None or found is None:
                return MISSING
            hint, default = hints_of(cls)[part], found.default
            here = here.get(part) if isinstance(here, Mapping) else None
        return MISSING if default in (MISSING, dataclasses.MISSING) else write_form(default)

    # ---- writing

    def put(self, path: str, value: Any) -> None:
        """Writes a value; None, or what the default says already, leaves nothing behind."""
        before = self.raw(path)
        if before is not MISSING and value is not None and same(before, value):
            return
        default = MISSING if self._unsaid(path) else self.default(path)
        drop = value is None or (default is not MISSING and same(default, value))
        if drop and before is MISSING:
            return
        if drop:
            self._drop(path)
        else:
            self._write(path, value)
        self.changed.emit(path)

    def add_row(self, path: str, row: Any) -> int:
        """Another item at the end of a list; its place."""
        rows = [*self.rows(path), copy.deepcopy(row)]
        self._write(path, rows)
        self.changed.emit(path)
        return len(rows) - 1

    def drop_row(self, path: str, place: int) -> None:
        """Takes an item out of a list."""
        rows = list(self.rows(path))
        if place < len(rows):
            del rows[place]
            self.put(path, rows)

    def change_terms(self, kind: str, terms: Mapping[str, Any], *, template: bool) -> None:
        """Other terms (or another template under the same conditions); what stood there comes back on return."""
        path = "$.terms.template" if template else "$.terms"
        self._kept[f"{path}:{self.raw(path + '.type')}"] = self.raw(path)
        kept = self._kept.get(f"{path}:{kind}", terms)
        self._write(path, copy.deepcopy(kept if isinstance(kept, Mapping) else dict(terms)))
        self.reshaped.emit()
        self.changed.emit(path)

    def _write(self, path: str, value: Any) -> None:
        here: Any = self.form
        steps = parts_of(path)
        for step, after in pairwise(steps):
            empty: Any = [] if isinstance(after, int) else {}
            if isinstance(step, int):
                while len(here) <= step:
                    here.append({})
                here = here[step]
            else:
                kept = here.get(step)
                if not isinstance(kept, type(empty)):
                    here[step] = empty
                here = here[step]
        last = steps[-1]
        if isinstance(last, int):
            while len(here) <= last:
                here.append({})
        here[last] = value

    def _drop(self, path: str) -> None:
        """Takes a key out, and what holds it where only an empty default is left of that."""
        above, last = _split(path)
        holder = self.raw(above) if above != "$" else self.form
        if isinstance(holder, dict) and last in holder:
            del holder[last]
            if not holder and above != "$" and self.default(above) in ({}, None):
                self._drop(above)


def _split(path: str) -> tuple[str, str]:
    above, _, last = path.rpartition(".")
    return above, last


def _fields(cls: type | None) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(cls) if cls is not None and dataclasses.is_dataclass(cls) else ()


def _class_of(hint: Any, here: Any) -> type | None:
    choices = choices_of(hint)
    if len(choices) > 1:
        told = here.get("type") if isinstance(here, Mapping) else None
        return next((choice for choice in choices if tag_of(choice) == told), None)
    plain = inner(hint)[0]
    return plain if isinstance(plain, type) else None
