"""The rooms of the house as its architecture page shows them, read from the code.

`python -m tests.building.rooms` writes them anew.
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "architecture.md"
_TABLE = re.compile(r"(<!-- rooms of ([\w/]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def _idea(folder: Path) -> str:
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0] if text else ""


def _holds_modules(folder: Path) -> bool:
    return any(not path.stem.startswith("__") for path in folder.glob("*.py"))


def table(floor: str) -> str:
    """The rooms of a floor, or of a part of it: each with its idea."""
    folders = sorted(path.parent for path in (ROOT / floor).rglob("__init__.py") if "migrations" not in path.parts)
    rooms = (f"| `{each.relative_to(ROOT).as_posix()}/` | {_idea(each)} |" for each in folders if _holds_modules(each))
    return "\n".join(["| room | idea |", "| --- | --- |", *rooms]) + "\n"


def page(text: str) -> str:
    """The page with its tables as the code has them."""
    return _TABLE.sub(lambda found: found[1] + table(found[2]) + found[4], text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is as the code is\n")
