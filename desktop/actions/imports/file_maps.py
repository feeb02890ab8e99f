"""Maps of columns that a person said, kept by the kind of file and its layout, so that they are said once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.actions.imports.file_notes import date_order
from sync.records.books.settings import read_setting, write_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_SETTING = "import_maps"
_MOST = 200
Maps = Mapping[str, Mapping[str, str]]


def known_maps(connection: Connection, kind: str) -> dict[str, dict[str, str]]:
    """By layout (`domain.imports.columns.layout_of`) what was said of files of this kind."""
    stored: dict[str, dict[str, dict[str, str]]] = json.loads(read_setting(connection, _SETTING) or "{}")
    return stored.get(kind, {})


def keep_map(connection: Connection, kind: str, layout: str, mapping: Mapping[str, str]) -> None:
    """Keeps what was said of a layout; nothing said changes nothing."""
    if not mapping:
        return
    stored: dict[str, dict[str, dict[str, str]]] = json.loads(read_setting(connection, _SETTING) or "{}")
    kept = stored.setdefault(kind, {})
    kept[layout] = {**kept.pop(layout, {}), **mapping}
    stored[kind] = dict(list(kept.items())[-_MOST:])
    write_setting(connection, _SETTING, json.dumps(stored, ensure_ascii=False))


def keep_said(desk: Desk, kind: str, layout: str, mapping: Mapping[str, str]) -> None:
    """The same in a transaction of its own."""
    if mapping:
        with desk.book.writing() as writing:
            keep_map(writing.connection, kind, layout, mapping)


def order_of(maps: Maps, layout: str) -> str:
    """How the dates of a layout were said to be written."""
    return date_order(maps.get(layout, {}))[1]
