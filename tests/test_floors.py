"""The floors of the house: imports only go down, the domain imports nobody, and nothing goes in circles."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("domain", "sync", "desktop", "resources")
# Parts of the standard library that reach out of the process, read a clock or roll dice.
# fmt: off
IMPURE = {
    "asyncio", "concurrent", "ctypes", "getpass", "glob", "http", "io", "locale", "logging",
    "multiprocessing", "os", "pathlib", "platform", "queue", "random", "secrets", "select",
    "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading",
    "time", "urllib", "uuid", "zoneinfo",
}
# fmt: on
CLOCKS = {"now", "utcnow", "today", "fromtimestamp"}


def lint_imports(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Check the project's contracts (all, or those named by id) against the packages that lie in a folder."""
    program = "from importlinter.cli import lint_imports_command as check; check()"
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    return subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "--config",
            str(ROOT / "pyproject.toml"),
            "--no-cache",
            "--no-logo",
            *chosen,
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def a_house(folder: Path, modules: dict[str, str]) -> Path:
    """Write a tiny house with the same floors and the given modules, each as dotted name and text."""
    for floor in FLOORS:
        (folder / floor).mkdir()
        (folder / floor / "__init__.py").touch()
    for module, text in modules.items():
        (folder / f"{module.replace('.', '/')}.py").write_text(text)
    return folder


def test_contracts_are_kept():
    verdict = lint_imports(ROOT)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert " 0 broken" in verdict.stdout


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("floors", "domain.money", "from sync import wire"),
        ("floors", "sync.wire", "import desktop"),
        ("domain", "domain.money", "import sqlalchemy"),
        ("domain", "domain.money", "from random import choice"),
        ("sync", "sync.wire", "from PySide6.QtCore import QObject"),
        ("resources", "resources.fonts", "import domain"),
    ],
)
def test_forbidden_import_would_be_seen(tmp_path, contract, module, line):
    house = a_house(tmp_path, {"sync.wire": "", module: line})
    verdict = lint_imports(house, contract)
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    assert " 1 broken" in verdict.stdout


def test_downward_import_is_fine(tmp_path):
    house = a_house(tmp_path, {"domain.money": "", "sync.wire": "from domain import money"})
    assert lint_imports(house, "floors", "domain", "sync", "resources").returncode == 0


def impure_imports(tree: ast.AST) -> list[str]:
    """Return what a domain module imports beyond the domain and the pure part of the standard library."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
    tops = [(name, name.partition(".")[0]) for name in names]
    return [name for name, top in tops if top != "domain" and (top not in sys.stdlib_module_names or top in IMPURE)]


def clock_calls(tree: ast.AST) -> list[int]:
    """Return the lines that ask what time or day it is."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS]


@pytest.mark.parametrize("path", sorted((ROOT / "domain").rglob("*.py")), ids=lambda path: path.stem)
def test_domain_is_pure(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert impure_imports(tree) == []
    assert clock_calls(tree) == []


@pytest.mark.parametrize(
    "line", ["import sqlalchemy", "from random import choice", "import sync.wire", "import os.path"]
)
def test_impure_import_would_be_seen(line):
    assert impure_imports(ast.parse(line))


def test_clock_would_be_seen():
    assert clock_calls(ast.parse("today = date.today()")) == [1]


def circles(graph: grimp.ImportGraph) -> list[set[str]]:
    """Return every group of modules that reach each other by imports, by Tarjan's search."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[set[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        path.append(module)
        for imported in graph.find_modules_directly_imported_by(module):
            if imported not in order:
                visit(imported)
            if imported in path:
                lowest[module] = min(lowest[module], lowest[imported])
        if lowest[module] == order[module]:
            start = path.index(module)
            group = set(path[start:])
            del path[start:]
            if len(group) > 1:
                found.append(group)

    for module in sorted(graph.modules):
        if module not in order:
            visit(module)
    return found


def test_nothing_imports_in_circles_when_run():
    assert circles(grimp.build_graph(*FLOORS, exclude_type_checking_imports=True, cache_dir=None)) == []


def test_circle_would_be_seen():
    graph = grimp.ImportGraph()
    for importer, imported in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]:
        for module in (importer, imported):
            graph.add_module(module)
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph) == [{"a", "b", "c"}]
