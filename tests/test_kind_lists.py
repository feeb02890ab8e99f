"""No list of kinds of document stands anywhere but in the registry: a kind added there is in all of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.documents.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("domain", "sync", "desktop")
# The registry itself, and the faces.
REGISTRY = ("domain/documents/kinds.py", "desktop/documents/")
# What was written once for books of that day, and never changes.
FOR_GOOD = ("sync/records/migrations/",)
EXCEPTIONS = {
    "domain/reconciliation/book_shapes.py": "words in the columns of strangers' books that happen to be spelled so",
    "sync/hq/admission/table.py": "an order and the words about one each have a law of their own, none is posted",
    "sync/records/bounds/fitting.py": "an order and its answer are judged whole, each by rules of its own",
    "desktop/actions/catalog/merging.py": "a balance goes over by the one note that lowers and the one that raises",
    "desktop/cli/grammar/arguments.py": "words of commands",
}


def kinds_in(node: ast.AST) -> set[str]:
    """The kinds that stand in a collection, as keys of a mapping, in a choice between equalities, or in SQL."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return said(*node.elts)
    if isinstance(node, ast.Dict):
        return said(*(key for key in node.keys if key))
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        tests = [each for each in node.values if isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.Eq)]
        subjects = [ast.dump(each.left) for each in tests]
        alike = [each for each, subject in zip(tests, subjects, strict=True) if subjects.count(subject) > 1]
        return said(*(each.comparators[0] for each in alike))
    if isinstance(node, ast.MatchOr):
        return said(*(each.value for each in node.patterns if isinstance(each, ast.MatchValue)))
    text = text_of(node)
    listed = re.findall(r"\bIN \(((?:\s*'\w+'\s*,?)+)\)", text)
    return {word for each in listed for word in re.findall(r"'(\w+)'", each) if word in KINDS}


def said(*nodes: ast.AST) -> set[str]:
    values = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {value for value in values if isinstance(value, str) and value in KINDS}


def text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return ""


def lists_in(path: Path) -> Iterator[tuple[int, set[str]]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found = kinds_in(node)
        if len(found) > 1:
            yield getattr(node, "lineno", 0), found


def sources() -> Iterator[tuple[str, Path]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path


def test_no_list_of_kinds_stands_outside_the_registry():
    found = {
        f"{name}:{line} {sorted(kinds)}"
        for name, path in sources()
        if not name.startswith((*REGISTRY, *FOR_GOOD)) and name not in EXCEPTIONS
        for line, kinds in lists_in(path)
    }
    assert found == set()


def test_every_exception_is_still_one():
    names = dict(sources())
    assert [name for name in EXCEPTIONS if name not in names or not [*lists_in(names[name])]] == []


@pytest.mark.parametrize(
    "text",
    [
        "A = ('return', 'discount')",
        "A = {'delivery': 1, 'return': 2}",
        "A = frozenset({'money_receipt', 'payment'})",
        "A = \"SELECT 1 WHERE d.kind IN ('delivery', 'return')\"",
        "A = f\"SELECT {x} WHERE kind IN ('debit_note', 'credit_note') AND {y}\"",
        "if row.kind == 'delivery' or row.kind == 'return': pass",
        "match kind:\n    case 'delivery' | 'return': pass",
    ],
)
def test_a_list_is_seen_however_it_is_written(tmp_path, text):
    path = tmp_path / "listing.py"
    path.write_text(text, "utf-8")
    assert [*lists_in(path)]


@pytest.mark.parametrize(
    "text", ["A = ('delivery', 'dealer')", "if row.kind == 'delivery' or row.side == 'return': pass"]
)
def test_one_kind_is_no_list(tmp_path, text):
    path = tmp_path / "listing.py"
    path.write_text(text, "utf-8")
    assert [*lists_in(path)] == []
