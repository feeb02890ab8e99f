"""What is shown and shipped as it is: fonts, icons, translations, style sheets, map and sample data."""

from __future__ import annotations

from pathlib import Path


def path(name: str) -> Path:
    """The file of a resource, `fonts/NotoSansSC-Regular.ttf` say; an installed program lies unpacked too."""
    return Path(__file__).parent.joinpath(*name.split("/"))
