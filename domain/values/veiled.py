"""A figure that whoever looks may not see: it stands where the figure would, reads `***`, and stays so in any sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

MARK = "***"


class Veiled(Decimal):
    """In place of a figure: nothing of that is kept in it, so no way out can tell it by mistake.

    It takes part in sums and products, which are veiled then, lies where nothing does in order, equals no figure (or
    what is remembered of 0 would be taken for it), and can't be booked: its whole number is a defect (ValueError).
    """

    def __new__(cls) -> Self:
        return super().__new__(cls, 0)

    def __str__(self) -> str:
        return MARK

    __repr__ = __str__

    def __format__(self, *_: Any) -> str:
        return MARK

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Veiled)

    def __hash__(self) -> int:
        return hash(MARK)

    def _stays(self, *_: Any, **__: Any) -> Veiled:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _stays
    __truediv__ = __rtruediv__ = __neg__ = __pos__ = __abs__ = _stays
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _stays
    __round__ = _stays  # type: ignore[assignment]
    quantize = normalize = scaleb = copy_abs = copy_negate = to_integral_value = _stays

    def __int__(self) -> int:
        raise ValueError("a veiled figure is nobody's number")

    def __copy__(self) -> Veiled:
        return self

    def __deepcopy__(self, _: Any) -> Veiled:
        return self


VEILED = Veiled()


def is_veiled(value: object) -> bool:
    """Whether a figure is kept from whoever looks."""
    return isinstance(value, Veiled)
