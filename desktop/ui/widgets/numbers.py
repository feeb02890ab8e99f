"""Numbers as people type them: like amounts of money, or as a small sum behind an equals sign."""

from __future__ import annotations

import ast
import operator
import unicodedata
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

from domain.values.amounts import amount_as_typed

_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FULL = str.maketrans("＝＋－×÷＊／（）。，", "=+-*/*/().,")


def read_number(text: str) -> Decimal | None:
    """A number as `amount_as_typed` reads it, or a sum behind `=`; None for anything else."""
    plain = text.translate(_FULL).strip()
    if not plain.startswith("="):
        return amount_as_typed(text)
    try:
        return _calculate(ast.parse(unicodedata.normalize("NFKC", plain[1:]).strip(), mode="eval").body)
    except (SyntaxError, ValueError, InvalidOperation, DivisionByZero, RecursionError):
        return None


def _calculate(node: ast.expr) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(repr(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_calculate(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        value = _OPERATORS[type(node.op)](_calculate(node.left), _calculate(node.right))
        return Decimal(value).quantize(Decimal("0.0001")).normalize()
    raise ValueError("not a sum")
