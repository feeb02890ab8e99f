"""Numbers as people type them: with separators, in full width, or as a small sum behind an equals sign."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FULL = str.maketrans("＝＋－×÷＊／（）。，", "=+-*/*/().,")


def read_number(text: str) -> Decimal | None:
    """A number as typed, with separators, or a sum behind `=`; None for anything else."""
    plain = text.translate(_FULL).strip().replace(",", "").lstrip("¥￥")
    try:
        if plain.startswith("="):
            return _calculate(ast.parse(plain[1:].strip(), mode="eval").body)
        return Decimal(plain) if plain else None
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
