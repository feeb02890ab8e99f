"""The files inside a workbook, as far as cells' looks are read from them: names, places, the table of styles."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree as ET

STYLE = re.compile(rb"\ss=\"(\d+)\"")
"""The style of a cell, among its attributes."""
_STYLES = "xl/styles.xml"


def local_name(element: ET.Element) -> str:
    """An element's name without its space."""
    return element.tag.rpartition("}")[2]


def column_of(letters: bytes) -> int:
    """A column's place from 0: `A` is 0, `AA` is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def styles_of(archive: zipfile.ZipFile, *words: bytes) -> ET.Element | None:
    """The table of styles; None where there is none, or none of these words stands in it."""
    if _STYLES not in archive.namelist():
        return None
    content = archive.read(_STYLES)
    return ET.fromstring(content) if any(word in content for word in words) else None  # noqa: S314 -- no entities


def in_group(styles: ET.Element, name: str) -> list[ET.Element]:
    """The members of one of its groups, such as `cellXfs`."""
    return [each for group in styles if local_name(group) == name for each in group]
