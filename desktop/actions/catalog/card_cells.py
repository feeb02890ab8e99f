"""One row of a file of cards, read by meaning; what is wrong with it is collected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from desktop.exchange.reading import FileTable
from domain.errors import UsageError
from domain.tables.cells import is_damaged, read_code, read_name
from domain.tables.errors import errors_in
from domain.tables.numbers import days_of_credit, pack_size, read_number
from domain.tables.sorting import Why
from domain.values.payment_terms import Terms, read_terms

_ON = {"1", "是", "启用", "正常", "active", "yes", "true", "on", "y"}
_OFF = {"0", "否", "禁用", "停用", "inactive", "no", "false", "off", "n", "stopped"}
_BLANKS = {"-", "--", "—", "——", "/", "无"}
_NO_LIMIT = {"不限", "不限额", "无限", "无限制", "无上限", "unlimited", "nolimit"}
_NO_TAX = {"免税", "免征", "不征税", "exempt"}
_PER_PACK = re.compile(r"\d+\s*[^\d\s*x/=]{0,3}\s*/\s*1?\s*([^\d\s*x/=]{1,3})|1\s*([^\d\s*x/=]{1,3})\s*=.*")


class CardCells:
    """One row of a table.

    Attributes:
        wrong: why it can't be taken.
    """

    def __init__(self, table: FileTable, cells: Sequence[Any]) -> None:
        self._header = table.header
        self._columns = table.header.columns
        self._titles = table.header.titles
        self._cells = cells
        self.wrong: list[Why] = []

    def has(self, meaning: str) -> bool:
        """Whether there is such a column."""
        return meaning in self._columns

    def code(self, meaning: str) -> str:
        """A code as text; one that a spreadsheet damaged is told."""
        if meaning not in self._columns:
            return ""
        cell = self._cells[self._columns[meaning]]
        if is_damaged(cell):
            self._blame("code_damaged", {"text": read_code(cell), "column": meaning})
        return read_code(cell)

    def text(self, meaning: str) -> str:
        """What stands there as it was written, "" where there is no such column."""
        return read_name(self._cells[self._columns[meaning]]) if meaning in self._columns else ""

    def number(self, meaning: str, most: Decimal, places: int) -> Decimal | None:
        """A number from zero to `most`, or None where nothing stands there."""
        text = read_code(self.text(meaning))
        if not text or text in _BLANKS:
            return None
        plain = text.removesuffix("%")
        read = {"credit_days": days_of_credit, "pack_size": pack_size}.get(meaning, read_number)
        number = Decimal(0) if meaning == "tax_rate" and text in _NO_TAX else read(plain)
        if number is None or not 0 <= number <= most or number.scaleb(places) % 1:
            self.fail(meaning, text)
            return None
        return number / 100 if text.endswith("%") else number

    def has_errors(self) -> bool:
        """Whether the spreadsheet couldn't compute some cell of the row, which then is all that is told of it."""
        errors = errors_in(self._cells, self._columns)
        if errors:
            self.wrong[:] = errors
        return bool(errors)

    def has_no_limit(self) -> bool:
        """Whether the limit of credit says that there is none."""
        return "".join(self.text("credit_limit").split()).casefold() in _NO_LIMIT

    def pack_unit(self) -> str:
        """The pack's unit: of its own column, else as the size tells it (`24罐/箱`)."""
        told = self.text("pack_unit")
        found = None if told else _PER_PACK.fullmatch(read_code(self.text("pack_size")))
        return told or (found[1] or found[2] if found else "")

    def month_end(self) -> str:
        """Terms of payment that the days of credit spell out: `月结30天`, `次月底`; "" for plain days."""
        text = read_code(self.text("credit_days"))
        if days_of_credit(text) is not None:
            return ""
        try:
            terms = read_terms(text) if text not in _BLANKS else Terms()
        except UsageError:
            return ""
        return "" if all(part.months is None for part in terms.parts) else terms.text

    def flag(self, meaning: str) -> bool | None:
        text = read_code(self.text(meaning)).casefold()
        if text and text not in _ON | _OFF:
            self.fail(meaning, text)
        return text in _ON if text else None

    def terms(self) -> str:
        """Terms of payment as they are stored, "" where nothing stands there."""
        text = read_code(self.text("terms"))
        try:
            return read_terms(text).text if text.strip() else ""
        except UsageError:
            self.fail("terms", text)
            return ""

    def fail(self, meaning: str, text: str) -> None:
        """Tells that a field can't be read."""
        if text.startswith("="):
            self._blame("cell_formula", {"text": text})
        else:
            self._blame("field_unreadable", {"column": self._titles[self._columns[meaning]], "text": text})

    def _blame(self, code: str, facts: dict[str, str]) -> None:
        if (code, facts) not in self.wrong:
            self.wrong.append((code, facts))
