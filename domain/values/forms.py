"""Frozen values to their JSON form and back, led by the values' own types, with the path of whatever doesn't fit.

A field that has its default is left out; decimals are written as text (`"0.05"`) and read from text or numbers;
one of several kinds of value says which it is in `type`.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from inspect import isabstract
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from domain.explain import Fact, Reason
from domain.values.quantities import plain_number

T = TypeVar("T")
JSON = Any  # what a JSON parser gives: dict, list, str, int, float, Decimal, bool, None
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FormError(Exception):
    """Doesn't leave this module: where the JSON doesn't fit, with the reasons found."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


def write_form(value: object) -> JSON:
    """The JSON form of a frozen value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _write_typed(getattr(value, field.name), hints_of(type(value))[field.name])
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [write_form(item) for item in value]
    return value


def _write_typed(value: object, hint: Any) -> JSON:
    form = write_form(value)
    if len(choices_of(hint)) > 1:
        return {"type": tag_of(type(value)), **form}
    return form


def read_form(cls: type[T], form: JSON, path: str = "$") -> tuple[T | None, list[Reason]]:
    """The value of a JSON form, or None with every place that doesn't fit.

    Each reason has the fact `path`: `form_unknown_field`, `form_missing_field`, `form_type` (`wanted`),
    `form_choice` (`known`), `form_number`, `form_date`.
    """
    try:
        value: T = _read(cls, form, path)
    except FormError as failed:
        return None, failed.reasons
    return value, []


def hints_of(cls: type) -> Mapping[str, Any]:
    """The resolved types of a value's fields."""
    return _hints(cls)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def tag_of(cls: type) -> str:
    """`PercentOff` is told as `percent_off`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def choices_of(hint: Any) -> list[type]:
    """The kinds of value that a field may hold, if its type names several, or is a base that lists its `choices`."""
    if isabstract(hint) and hasattr(hint, "choices"):
        return list(hint.choices())
    if get_origin(hint) in {Union, types.UnionType}:
        return [choice for choice in get_args(hint) if isinstance(choice, type) and dataclasses.is_dataclass(choice)]
    return []


def inner(hint: Any) -> tuple[Any, bool]:
    """A type without its `None`, and whether it had one."""
    if get_origin(hint) in {Union, types.UnionType} and type(None) in get_args(hint):
        rest = [choice for choice in get_args(hint) if choice is not type(None)]
        return rest[0], True
    return hint, False


def required(field: dataclasses.Field[Any]) -> bool:
    """Whether a form must say this field."""
    return field.default is dataclasses.MISSING


def _wrong(code: str, path: str, **facts: Fact) -> FormError:
    return FormError([Reason(code, "stop", {"path": path, **facts})])


def _read(hint: Any, form: JSON, path: str) -> Any:
    choices = choices_of(hint)
    if len(choices) > 1:
        return _read_choice(choices, form, path)
    plain, optional = inner(hint)
    if optional and form is None:
        return None
    if dataclasses.is_dataclass(plain) and isinstance(plain, type):
        return _read_value(plain, form, path)
    if get_origin(plain) in {tuple, frozenset}:
        return _read_many(plain, form, path)
    if get_origin(plain) is Literal:
        if form not in get_args(plain):
            raise _wrong("form_choice", path, known=" / ".join(map(str, get_args(plain))))
        return form
    return _read_plain(plain, form, path)


def _read_choice(choices: list[type], form: JSON, path: str) -> Any:
    by_tag = {tag_of(choice): choice for choice in choices}
    if not isinstance(form, Mapping):
        raise _wrong("form_type", path, wanted="object")
    told = str(form.get("type"))
    if told not in by_tag:
        raise _wrong("form_choice", f"{path}.type", known=" / ".join(by_tag))
    return _read_value(by_tag[told], {key: value for key, value in form.items() if key != "type"}, path)


def _read_value(cls: type, form: JSON, path: str) -> Any:
    if not isinstance(form, Mapping):
        raise _wrong("form_type", path, wanted="object")
    fields = {field.name: field for field in dataclasses.fields(cls)}
    reasons = [
        Reason("form_unknown_field", "stop", {"path": f"{path}.{name}", "known": " / ".join(fields)})
        for name in form
        if name not in fields
    ]
    values = {}
    for name, field in fields.items():
        if name in form:
            try:
                values[name] = _read(hints_of(cls)[name], form[name], f"{path}.{name}")
            except FormError as failed:
                reasons += failed.reasons
        elif required(field):
            reasons.append(Reason("form_missing_field", "stop", {"path": f"{path}.{name}"}))
    if reasons:
        raise FormError(reasons)
    return cls(**values)


def _read_many(hint: Any, form: JSON, path: str) -> Any:
    if not isinstance(form, list | tuple):
        raise _wrong("form_type", path, wanted="list")
    item = get_args(hint)[0]
    reasons: list[Reason] = []
    values = []
    for place, part in enumerate(form):
        try:
            values.append(_read(item, part, f"{path}[{place}]"))
        except FormError as failed:
            reasons += failed.reasons
    if reasons:
        raise FormError(reasons)
    return get_origin(hint)(values)


def _read_plain(hint: Any, form: JSON, path: str) -> Any:
    if hint is Decimal:
        return _read_decimal(form, path)
    if hint is date:
        if isinstance(form, str) and _DATE.fullmatch(form):
            try:
                return date.fromisoformat(form)
            except ValueError:
                pass
        raise _wrong("form_date", path)
    if type(form) is not hint:
        raise _wrong("form_type", path, wanted={str: "text", int: "whole number", bool: "true or false"}[hint])
    return form


def _read_decimal(form: JSON, path: str) -> Decimal:
    if isinstance(form, bool) or not isinstance(form, str | int | float | Decimal):
        raise _wrong("form_type", path, wanted="number")
    if not _NUMBER.fullmatch(str(form)):
        raise _wrong("form_number", path)
    return Decimal(str(form))
