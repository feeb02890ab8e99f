"""Codes with facts turned into sentences: what happened, why, and what to do next, in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from string import Formatter
from typing import Any

from desktop.column_names import columns_named
from desktop.labels import NAMES, Language, name_of
from desktop.marks import visible
from desktop.wording.agreement import after_one
from desktop.wording.told import TOLD
from domain.errors import DeskError
from domain.explain import Reason, Step
from domain.values.money import format_money, round_fen

__all__ = ["Language", "name_of", "say", "say_reason", "say_row", "say_step", "sentence_of"]


def sentence_of(code: str) -> tuple[str, str] | None:
    """What a code is said as, in Chinese and in English, or None where it has no sentence."""
    found = TOLD.get(code)  # what short commands say, for which the other tables needn't be loaded
    if found is None:
        from desktop.wording.sentences import SENTENCES

        found = SENTENCES.get(code)
    return found


def say(told: DeskError | Reason | Step | str, language: Language, /, **facts: object) -> str:
    """The sentence of an error, a reason, a price's step or a plain code with its facts."""
    if isinstance(told, Reason):
        return say_reason(told, language)
    if isinstance(told, Step):
        return say_step(told, language)
    if isinstance(told, DeskError):
        line = told.facts.get("line")
        sentence = _at_line(line, "", language) + _sentence(told.code, told.facts, language)
        return "\n".join((sentence, *_behind(told, language)))
    return _sentence(told, facts, language)


def say_reason(reason: Reason, language: Language) -> str:
    """A reason's sentence, with the line it speaks of or the place in the file it was found at."""
    facts = reason.facts
    name = str(facts.get("name") or facts.get("sku") or "")
    where = _at_line(reason.line, name, language)
    if name and reason.code.startswith("gift_"):  # goods on top are no line that anybody wrote or can count to
        where = f"{name}：" if language == "zh" else f"{name}: "
    if "file" in facts and ("row" in facts or "column" in facts):
        from desktop.wording.exchange.loads import IN_HQS_FILES

        where = _at_cell(facts, language)
        if (pair := IN_HQS_FILES.get(reason.code)) is not None:
            return where + _filled(pair, facts, language)
    passed = f"{reason.code}_passed" if facts.get("passed") else ""
    return where + _sentence(passed if passed and sentence_of(passed) else reason.code, facts, language)


def say_row(code: str, facts: Mapping[str, object], language: Language) -> str:
    """Why a row of a file isn't taken: in words about files, where a code means something else elsewhere."""
    from desktop.wording.imports.import_rows import ROW_SENTENCES

    pair = ROW_SENTENCES.get(code)
    return _sentence(code, facts, language) if pair is None else _filled(pair, facts, language)


def say_step(step: Step, language: Language) -> str:
    """A price's step: where the price comes from, and what it was before."""
    facts = {"before": step.before, "after": step.after, **step.facts}
    if step.code == "price_rule":
        from desktop.wording.policies.policy_steps import least_of, price_formula

        facts |= {"how": price_formula(facts), "least": least_of(facts)}
    code = f"step_{step.code}"
    closer = f"{code}_{facts.get('by') or ''}"
    return _sentence(closer if sentence_of(closer) else code, facts, language)


def _behind(told: DeskError, language: Language) -> list[str]:
    """The sentences of the reasons an error carries, each on a line of its own."""
    reasons = told.facts.get("reasons")
    found = reasons if isinstance(reasons, tuple) else ()
    return ["· " + say_reason(each, language) for each in found if isinstance(each, Reason)]


def _sentence(code: str, facts: Mapping[str, object], language: Language) -> str:
    text = facts.get("text")
    empty = sentence_of(f"{code}_empty") if isinstance(text, str) and not text.strip() else None
    pair = empty or sentence_of(code)  # who left a field empty typed no dash that couldn't be read
    if pair is None:
        listed = ", ".join(f"{name}={value}" for name, value in facts.items())
        return visible(f"{code} {listed}".strip())
    return _filled(pair, facts, language)


def _filled(pair: tuple[str, str], facts: Mapping[str, object], language: Language) -> str:
    told = visible(_Filling(facts, language).fill(pair[0 if language == "zh" else 1]))
    return told if language == "zh" else told.replace(".  ", ". ")  # a fact that isn't there leaves no second blank


def _at_line(line: object, name: str, language: Language) -> str:
    if not isinstance(line, int):
        return ""
    if language == "zh":
        return f"第 {line} 行{f'（{name}）' if name else ''}："
    return f"Line {line}{f' ({name})' if name else ''}: "


def _at_cell(facts: Mapping[str, object], language: Language) -> str:
    row, column = facts.get("row"), facts.get("title") or facts.get("column")
    if language == "zh":
        return f"{facts['file']}{f' 第 {row} 行' if row else ''}{f' {column} 列' if column else ''}："
    return f"{facts['file']}{f', row {row}' if row else ''}{f', column {column}' if column else ''}: "


_REBATE_FIGURES = {"measured": "measured_in", "begins": "begins_in", "given": "given_in"}


NOT_KNOWN = "—"
"""What stands in a sentence where a figure or a name isn't there."""


_MAY_LACK = ("aside", "told")
_ENDS = ("。", ".", "\n")
_OPENS = " “（(："
_CLOSES = "。，、；：（）”.,;:)!?！？…"


class _Filling(Formatter):
    """Fills a sentence's places; a fact that isn't there leaves nothing behind where the sentence reads on without it.

    Where it would leave a hole, as in `可用 {left}。` or `“{name}”`, a dash says that it isn't known. Places side by
    side say one thing together. What stands aside, and the sentence of another code, may be missing.

    The places' forms: `:told` (the sentence of a code), `:money`, `:qty` (in packs where the facts name them),
    `:percent`, `:aside`, `:aside_some` (unless it is nought) and `:aside_money` (in brackets, after a word as in
    `:aside:was `, and before one as in `:aside:of | base units`), `:columns` (names of a file's columns), and the
    groups of names, as `:state`; `:measured`, `:begins` and `:given` are figures of a rebate: money, goods or
    percentages, as the facts `measured_in`, `begins_in` and `given_in` say.
    Without one, figures are plain and dates YYYY-MM-DD.
    """

    def __init__(self, facts: Mapping[str, object], language: Language) -> None:
        self._facts = facts
        self._language = language

    def fill(self, sentence: str) -> str:
        """The sentence with its places filled."""
        parts: list[tuple[str, bool]] = []  # what stands there, and whether it must be something
        one = False  # whether an English word follows the number 1
        for literal, name, form, _ in self.parse(sentence):
            literal = after_one(literal) if one else literal  # noqa: PLW2901
            one = False
            if literal or not parts:
                parts.append((literal, False))
            if name is not None:
                value = self.get_value(name, (), {})
                filled = self.format_field(value, form or "")
                one = self._language == "en" and filled == "1" and not isinstance(value, str)
                needed = not (form or "").startswith(_MAY_LACK)
                if needed and parts[-1][1]:  # side by side they say one thing
                    parts[-1] = parts[-1][0] + filled, True
                else:
                    parts.append((filled, needed))
        told = ""
        for place, (text, needed) in enumerate(parts):
            after = "".join(each for each, _ in parts[place + 1 : place + 4])
            told += NOT_KNOWN if needed and not text and _is_hole(told, after) else text
        return told

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002
        value = self._facts.get(str(key))
        if key in _PRICES and isinstance(value, str) and _STORED_PRICE.fullmatch(value):
            return Decimal(value)  # what was kept with a document says four decimals of 1.2
        # The house's own warehouse, which nobody named, is called so in each language.
        return self._named("warehouse", value) if key == "warehouse" and isinstance(value, str) else value

    def format_field(self, value: Any, format_spec: str) -> Any:
        if value in (None, "") or (format_spec.startswith("aside_some") and _number(value) == 0):
            return ""
        if isinstance(value, (Reason, DeskError)):
            value = say(value, self._language)
            if not format_spec.startswith("aside"):
                return value
        said, _, around = format_spec.partition(":")
        if said in _REBATE_FIGURES:
            value, format_spec = self._rebate_figure(value, _REBATE_FIGURES[said]), around
        if format_spec == "told":
            return _sentence(str(value), {}, self._language)
        if format_spec == "money":
            number = _number(value)
            return str(value) if number is None else format_money(number)
        if format_spec == "qty":
            number = _number(value)
            return str(value) if number is None else self._counted(number)
        if format_spec == "columns" or format_spec in NAMES:
            return self._named(format_spec, str(value))
        plain = self._plain(value)
        if format_spec == "percent":
            return f"{plain}%"
        form, _, word = format_spec.partition(":")
        if form == "aside_money":
            number = _number(value)
            plain = str(value) if number is None else format_money(number)
        if form.startswith("aside"):
            word, _, unit = word.partition("|")
            return f"（{word}{plain}{unit}）" if self._language == "zh" else f" ({word}{plain}{unit})"
        return plain

    def _named(self, group: str, value: str) -> str:
        if group == "columns":
            return columns_named(value, 0 if self._language == "zh" else 1)
        if group == "warehouse":  # or several of them
            return ", ".join(name_of(group, each, self._language) for each in value.split(", "))
        return name_of(group, value, self._language)

    def _rebate_figure(self, value: object, said: str) -> str:
        """A figure of a rebate as its facts say what it is."""
        from domain.values.quantities import plain_number

        number, kind = _number(value), self._facts.get(said)
        if number is None:
            return str(value)
        if kind == "quantity":
            return self._counted(number)
        if kind == "percent":
            return f"{plain_number(round(number, 2))}%"
        if kind == "pieces":
            return plain_number(number)
        exact = round(number, 6)  # what isn't whole fen is told as exactly as it is reckoned on
        return format_money(number) if round_fen(exact) == exact else f"{exact.normalize():,f}"

    @staticmethod
    def _plain(value: object) -> str:
        from domain.values.quantities import plain_number

        if isinstance(value, Decimal):
            return plain_number(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, (list, tuple)):
            return ", ".join(str(each) for each in value)
        return str(value)

    def _counted(self, quantity: Decimal) -> str:
        """As people count: in the line's own pack, the rest in base units."""
        from domain.values.quantities import Pack, format_quantity, plain_number

        unit, size = str(self._facts.get("unit") or ""), _number(self._facts.get("pack_size")) or Decimal(1)
        base = str(self._facts.get("base_unit") or "")
        if size > 1 and unit:
            return format_quantity(quantity, base, (Pack(unit, size),))
        return f"{plain_number(quantity)}{unit or base}"


_PRICES = frozenset({"price", "before", "after", "holds", "least", "most"})
_STORED_PRICE = re.compile(r"-?[0-9]+\.[0-9]{4}")


def _is_hole(before: str, after: str) -> bool:
    """Whether nothing between these two would be missed: a sentence that breaks off, an empty pair of quotes."""
    if before.rstrip().endswith(_ENDS):
        return False  # what is said after a whole sentence may be left out
    return not after or after[0] in _CLOSES or (after[0] == " " and (not before or before[-1] in _OPENS))


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
