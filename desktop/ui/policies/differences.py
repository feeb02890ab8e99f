"""What one version says otherwise than another, field by field, in the editor's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.promotions import faces
from desktop.ui.policies import commonfields, pricefields, promotionfields, rebatefields
from desktop.ui.policies.document import MISSING, PolicyDocument, inside, same
from desktop.ui.policies.kinds import kind_of, kinds
from desktop.ui.policies.names import Names
from desktop.ui.policies.sections import FieldEntry, at_field
from desktop.ui.widgets import formatting
from domain.explain import Reason

translate = QCoreApplication.translate
_ASIDE = {"$.version", "$.terms.type"}


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field: its name, what it said and what it says now."""

    name: str
    before: str
    after: str


def differences(names: Names, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldDifference]:
    """Every field that differs; of two kinds of policy only that they are two kinds."""
    old, new = PolicyDocument(before), PolicyDocument(after)
    kind, was = kind_of(new), kind_of(old)
    found = []
    if kind != was:
        called = dict(kinds())
        found.append(FieldDifference(translate("policies", "政策类型"), called.get(was, was), called.get(kind, kind)))
    shown: set[str] = set()
    for entry in entries_of(kind):
        if entry.path in shown or entry.path in _ASIDE:
            continue
        one, other = old.value(entry.path), new.value(entry.path)
        if not same(one, other):
            shown.add(entry.path)
            name = entry.name or _said(entry)
            found.append(FieldDifference(name, _tell(names, entry, old), _tell(names, entry, new)))
    return found


def tell_named(reasons: Iterable[Reason], form: Mapping[str, Any]) -> str:
    """Reasons about a form as sentences, each on a line of its own; its fields by their names, and by no path."""
    entries = entries_of(kind_of(PolicyDocument(form)))
    told = []
    for reason in reasons:
        path = str(reason.facts.get("path", ""))
        here = max((each for each in entries if inside(path, each.path)), key=lambda each: len(each.path), default=None)
        only = path.rpartition(".")[2] if reason.code == "form_unknown_field" else ""  # a name of the file's own
        unnamed = Reason(reason.code, reason.severity, {**reason.facts, "path": only}, reason.line)
        told.append(formatting.tell(unnamed if here is None or not here.name else at_field(reason, here)))
    return "\n".join(dict.fromkeys(told))


def entries_of(kind: str) -> list[FieldEntry]:
    """All fields of one kind of policy."""
    first = [*commonfields.head(), *commonfields.products(), *commonfields.audience()]
    if kind == "rebate":
        terms = [*rebatefields.measure(), *rebatefields.steps(), *rebatefields.reward(), *rebatefields.conditions()]
    elif kind == "price_list":
        terms = pricefields.price_list()
    elif kind in faces():
        terms = [*promotionfields.template(kind), *commonfields.limits()]
    else:
        terms = []
    return [*first[: len(commonfields.head())], *terms, *first[len(commonfields.head()) :], *commonfields.stacking()]


def _said(entry: FieldEntry) -> str:
    named = {
        "$.audience": translate("policies", "对谁"),
        "$.products": translate("policies", "哪些商品"),
    }
    return named.get(entry.path, str(getattr(entry.maker, "said", entry.path)))


def _tell(names: Names, entry: FieldEntry, document: PolicyDocument) -> str:
    value = document.value(entry.path)
    return entry.maker.tell(names, None if value is MISSING else value)
