"""Tables and JSON told cell by cell, each under its title, so that a column that moved hides no cell that changed."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence

# A title, what it is called now, and another one (or none) that stands in the tables where it is called so.
Renames = Sequence[tuple[str, str, str]]

_JSON = re.compile(r"^(?:\{|\[)$.*?^(?:\}|\])$|^(?:\[\]|\{\})$", re.MULTILINE | re.DOTALL)
_ASIDE = re.compile(r" ~\w+| \(.*\)$")
_WIDTH = re.compile(r"(?<=^width of )[^:]+")
_ROW = re.compile(r"^\s+\d+ ")
_SUM = re.compile(r"\b([A-Z]{1,2})(\d+)(?::\1(\d+))?(?=\))")
_CODE = re.compile(r"[A-Za-z]+[-\w]*\d[-\w]*|\*.*")  # or the sum below all
_GAP = 2  # blanks between two columns of a command's table


def spread(text: str, renames: Renames) -> list[str]:
    """The lines of a text, its tables and JSON with a line for each cell."""
    told: list[str] = []
    end = 0
    for found in _JSON.finditer(text):
        told += _plain(text[end : found.start()], renames)
        told += _of_json(found[0])
        end = found.end()
    return told + _plain(text[end:], renames)


# ---- JSON -------------------------------------------------------------------------------------------------------


def _of_json(text):
    try:
        return list(_leaves(json.loads(text), "json"))
    except ValueError:
        return text.splitlines()


def _leaves(value, path) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for name in sorted(value):
            yield from _leaves(value[name], f"{path}.{name}")
    elif isinstance(value, list) and value:
        names = _names([each.get("number") if isinstance(each, dict) else None for each in value])
        yield f"{path}, order: {' | '.join(names)}"
        for name, each in sorted(zip(names, value, strict=True), key=lambda pair: pair[0]):
            yield from _leaves(each, f"{path}.{name}")
    else:
        yield f"{path}: {json.dumps(value, ensure_ascii=False)}"


def _names(found):
    """What each row is called: its number where each has one of its own, else its place."""
    known = [str(each or "") for each in found]
    is_named = all(map(_CODE.fullmatch, known)) and len(set(known)) == len(known)
    return known if is_named else [f"{place:03}" for place in range(1, len(known) + 1)]


# ---- tables -----------------------------------------------------------------------------------------------------


def _plain(text, renames):
    lines, told = text.splitlines(), []
    place = 0
    while place < len(lines):
        for read in (_workbook, _page, _file, _command):
            found = read(lines, place)
            if found is not None:
                head, heads, rows, place = found
                bare = [_ASIDE.sub("", head) for head in heads]
                known = {was: now for was, now, beside in renames if not beside or beside in bare}
                told += sorted(_called_now(line, known) for line in head)
                told += _cells(heads, rows, [known.get(name, name) for name in bare])
                break
        else:
            told += _keys_apart(lines[place])
            place += 1
    return told


# ---- keys of the window -----------------------------------------------------------------------------------------

_NAMES = r"F\d+|Ins|Del|Esc|Enter|Return|Home|End|Space|Left|Right|Up|Down|PgUp|PgDown|[=A-Z0-9↑↓←→]"
_KEY = rf"(?:(?:Ctrl|Shift|Alt)\+)*(?:{_NAMES})"
_BY_KEY = (
    re.compile(rf"^( *)(action) “(?P<text>.*?)” <(?P<keys>{_KEY}(?:, {_KEY})*)>(?P<rest>.*)$"),
    re.compile(rf"^( *)(button) “(?P<text>.*?)  (?P<keys>{_KEY})”(?P<rest>.*)$"),
    re.compile(rf"^( *)(hint) <(?P<keys>{_KEY}(?: ?[/–-] ?{_KEY})*)> (?P<text>[^(]*)(?P<rest>)$"),
)


def _keys_apart(line):
    """What can be done, and by which key, on lines of their own: another key hides nothing that is gone."""
    for form in _BY_KEY:
        found = form.match(line)
        if found:
            what = f"{found[1]}{found[2]} “{found['text']}”{found['rest']}"
            return [what, f"keys of “{found['text']}”: {found['keys']}"]
    return [line]


def _called_now(line, known):
    """The width of a column under its title of today."""
    found = _WIDTH.search(line)
    return line if found is None else line.replace(found[0], known.get(found[0], found[0]), 1)


def _cells(heads, rows, names):
    """A line for each column, one for their order, and one for each cell."""
    yield from sorted(f"column {name}{''.join(_ASIDE.findall(head))}" for name, head in zip(names, heads, strict=True))
    yield f"order of columns: {' | '.join(names)}"
    called = _names([row[0] for row in rows])
    yield f"order of rows: {' | '.join(called)}"
    for name, row in sorted(zip(called, rows, strict=True), key=lambda pair: pair[0]):
        yield from sorted(f"row {name}, {title}: {cell}" for title, cell in zip(names, row, strict=True))


def _split(line, count=None):
    """The cells of a line of a sheet or a page; None where they are others than the titles."""
    cells = [cell.strip() for cell in _ROW.sub("", line).split(" |")]
    return None if count is not None and len(cells) != count else cells


def _workbook(lines, place):
    """A sheet whose first row is its titles: its name, then its widths, which follow what is in it."""
    if not lines[place].startswith("sheet ") or "frozen (1, 0)" not in lines[place] or place + 2 >= len(lines):
        return None
    heads = [head.removeprefix("*") for head in _split(lines[place + 2])]
    rows, end = _rows(lines, place + 3, len(heads))
    widths = [width.partition(": ")[2] for width in lines[place + 1].strip().removeprefix("widths ").split(", ")]
    cells = [[_SUM.sub(r"its rows \2 to \3", cell) for cell in row] for row in rows]
    told = [f"width of {head}: {width}" for head, width in zip(heads, widths, strict=False)]
    return [lines[place], *sorted(told)], heads, cells, end


def _page(lines, place):
    """A table of the window."""
    found = re.match(r"^(\s*)table of ", lines[place])
    if not found or place + 1 >= len(lines) or not lines[place + 1].strip().startswith("head "):
        return None
    heads = _split(lines[place + 1].strip().removeprefix("head "))
    rows, end = _rows(lines, place + 2, len(heads))
    return [lines[place]], heads, rows, end


def _rows(lines, place, count):
    rows = []
    while place < len(lines) and _ROW.match(lines[place]):
        cells = _split(lines[place], count)
        if cells is None:
            break
        rows.append(cells)
        place += 1
    return rows, place


def _block(lines, place):
    """What a command said: the lines behind its words up to an empty one."""
    if not lines[place].startswith("$ "):
        return None
    end = place + 1
    while end < len(lines) and lines[end] and not lines[end].startswith(("$ ", "sheet ", "! ", "file ", "? ")):
        end += 1
    return lines[place + 1 : end], end


def _file(lines, place):
    """A list as CSV, behind what the command said of it."""
    found = _block(lines, place) if re.match(r"^\$ \S+: export .* csv ", lines[place]) else None
    if found is None:
        return None
    block, end = found
    for begin in range(min(3, len(block))):
        table = list(csv.reader(io.StringIO("\n".join(block[begin:]).lstrip("\ufeff"))))
        if len(table[0]) > 1 and all(len(row) == len(table[0]) for row in table):
            return [lines[place], *block[:begin]], table[0], table[1:], end
    return None


def _command(lines, place):
    """A table that a command shows: columns are where all its lines have a gap."""
    found = _block(lines, place)
    if found is None or not found[0]:
        return None
    block, end = found
    grid = [_wide(line) for line in block]
    length = max(map(len, grid))
    grid = [row + [" "] * (length - len(row)) for row in grid]
    free = [all(row[column] == " " for row in grid) for column in range(length)]
    starts = [0, *_starts(free)]
    rows = [["".join(row[a:b]).strip() for a, b in zip(starts, [*starts[1:], length], strict=True)] for row in grid]
    if len(starts) < 3 or any(not head for head in rows[0]):
        return None
    return [lines[place]], rows[0], rows[1:], end


def _wide(line):
    """A letter for each place on the screen; a wide one takes two."""
    told = []
    for letter in line:
        told.append(letter)
        if unicodedata.east_asian_width(letter) in "WF":
            told.append("")
    return told


def _starts(free):
    """Where a column begins behind a gap that all lines have."""
    run = 0
    for column, is_free in enumerate(free):
        if not is_free and run >= _GAP:
            yield column
        run = run + 1 if is_free else 0
