"""What promotion templates are called, as their faces say it; the faces are loaded once somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache


@cache
def _names() -> dict[str, tuple[str, str]]:
    from desktop.promotions import faces

    return {"".join(word.capitalize() for word in tag.split("_")): face.name for tag, face in faces().items()}


class _TemplateNames(Mapping[str, tuple[str, str]]):
    """The names by template, as rows of policies tell it: `PercentOff`."""

    def __getitem__(self, template: str) -> tuple[str, str]:
        return _names()[template]

    def __iter__(self) -> Iterator[str]:
        return iter(_names())

    def __len__(self) -> int:
        return len(_names())


TEMPLATE_NAMES = _TemplateNames()
