"""What is shown and shipped as it is: fonts, icons, translations, style sheets, map and sample data."""

from __future__ import annotations

from pathlib import Path


def path(name: str) -> Path:
    """The file of a resource, `fonts/NotoSansSC-Regular.ttf` say; installed programs lie unpacked, so it is a real file."""
    return Path(__file__).parent.joinpath(*name.split("/"))
