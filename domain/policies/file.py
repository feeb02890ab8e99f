"""A policy as JSON: the form that the editor writes, the exchange carries and people read, and its schema."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from domain.explain import Reason
from domain.policies.policy import Policy
from domain.values.forms import choices_of, hints_of, inner, read_form, required, tag_of, write_form

FORMAT = 1
_DECIMAL = {"type": ["string", "number"], "pattern": r"^-?[0-9]+(\.[0-9]{1,6})?$"}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: _DECIMAL,
    date: _DATE,
}


def write_policy(policy: Policy) -> dict[str, Any]:
    """The policy's JSON form: dicts, lists, text, whole numbers and truth values; equal policies, equal forms."""
    return {"format": FORMAT, **write_form(policy)}


def read_policy(form: object) -> tuple[Policy | None, list[Reason]]:
    """The policy of a JSON form, or None and every place that doesn't fit (fact `path`, `$.terms.tiers[2].start`).

    Reasons as `domain.values.forms.read_form`, and `policy_format` (`format`, `known`) for a file of another make.
    """
    if isinstance(form, Mapping):
        made = form.get("format", FORMAT)
        if made != FORMAT:
            return None, [Reason("policy_format", "stop", {"path": "$.format", "format": str(made), "known": FORMAT})]
        form = {key: value for key, value in form.items() if key not in {"format", "$schema"}}
    return read_form(Policy, form)


def policy_schema() -> dict[str, Any]:
    """The published JSON Schema of a policy file, made from the same types that read it."""
    definitions: dict[str, Any] = {}
    root = _value_schema(Policy, definitions)
    root["properties"] = {"$schema": {"type": "string"}, "format": {"const": FORMAT}, **root["properties"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Policy", **root, "$defs": definitions}


def _value_schema(cls: type, definitions: dict[str, Any], tag: str = "") -> dict[str, Any]:
    fields = dataclasses.fields(cls)
    properties = {"type": {"const": tag}} if tag else {}
    properties |= {field.name: _schema(hints_of(cls)[field.name], definitions) for field in fields}
    needed = [*(["type"] if tag else []), *(field.name for field in fields if required(field))]
    return {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    choices = choices_of(hint)
    if len(choices) > 1:
        return {"oneOf": [_reference(choice, definitions, tag_of(choice)) for choice in choices]}
    plain, optional = inner(hint)
    if optional:
        return {"anyOf": [_schema(plain, definitions), {"type": "null"}]}
    if dataclasses.is_dataclass(plain) and isinstance(plain, type):
        return _reference(plain, definitions)
    if get_origin(plain) in {tuple, frozenset}:
        return {"type": "array", "items": _schema(get_args(plain)[0], definitions)}
    if get_origin(plain) is Literal:
        return {"enum": list(get_args(plain))}
    return dict(_PLAIN[plain])


def _reference(cls: type, definitions: dict[str, Any], tag: str = "") -> dict[str, Any]:
    name = tag_of(cls)
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _value_schema(cls, definitions, tag)
    return {"$ref": f"#/$defs/{name}"}
