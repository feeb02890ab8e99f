"""The house rules no linter knows: sizes, opening sentences, and words that have no place in the product."""

import ast
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"__pycache__", "build", "dist", "out", "htmlcov"}
FILE_LINES, TEST_FILE_LINES, FUNCTION_LINES, FOLDER_MODULES = 400, 600, 60, 25
# fmt: off
TEXTS = {
    "", ".cfg", ".ini", ".json", ".md", ".mako", ".py", ".qss", ".sh", ".spec", ".svg", ".toml",
    ".ts", ".txt", ".yaml", ".yml",
}
# fmt: on


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern written with `~` in its words, so that this file doesn't hold what it looks for."""
    return re.compile(text.replace("~", ""), flags)


UNFINISHED = pattern(r"\b(TO~DO|FIX~ME|XX~X|HA~CK|NotImplemented~Error)\b")
REGISTRY = pattern(
    r"pypi~\.org|python~hosted|npm~js\.(org|com)|npm~mirror|crates~\.io|aliyun~\.com/pypi|tuna~\.tsinghua"
    r"|archive~\.ubuntu|deb~\.debian|debian\.org/~debian",
    re.IGNORECASE,
)
MACHINE = pattern(r"(?<![\w.:/-])/(wo~rk|ro~ot|home/~\w+|Users/~\w+|opt/wh~eels)\b")


def files() -> Iterator[Path]:
    """Return every file of the project, leaving out what is made from others."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(
            name
            for name in below
            if name not in NOT_OURS and not name.endswith(".egg-info") and (name[0] != "." or name == ".ci")
        )
        yield from (Path(folder, name) for name in sorted(names) if name not in {"uv.lock", ".git"})


def name_of(path: Path) -> str:
    """Return a file's name as the project tells it."""
    return path.relative_to(ROOT).as_posix()


SOURCES = [path for path in files() if path.suffix == ".py"]
each_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)


def long_functions(tree: ast.AST) -> list[str]:
    """Return the functions that are too long to be seen at once."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    lengths = ((f.name, (f.end_lineno or f.lineno) - f.lineno + 1) for f in functions)
    return [f"{name}: {length} lines" for name, length in lengths if length > FUNCTION_LINES]


def hits(forbidden: re.Pattern[str], path: Path) -> list[str]:
    """Return where a text holds what has no place in it."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for number, line in enumerate(lines, 1)
        if forbidden.search(line)
    ]


@each_source
def test_file_is_short_enough_to_read(path):
    most = TEST_FILE_LINES if "tests" in path.relative_to(ROOT).parts else FILE_LINES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


@each_source
def test_functions_are_short_enough_to_see(path):
    assert long_functions(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_long_function_would_be_seen():
    body = "\n".join(["def f():"] + ["    x = 1"] * FUNCTION_LINES)
    assert long_functions(ast.parse(body)) == [f"f: {FUNCTION_LINES + 1} lines"]


@each_source
def test_module_opens_with_its_idea(path):
    text = path.read_text(encoding="utf-8")
    opening = ast.get_docstring(ast.parse(text))
    assert opening or not text.strip(), "no docstring"
    assert not opening or opening.splitlines()[0].endswith((".", "?", ":", "。")), "the first line is no sentence"


def folders(paths: Iterable[Path]) -> Counter[Path]:
    """Return how many modules each folder holds."""
    return Counter(path.parent for path in paths if path.name != "__init__.py")


def test_no_folder_is_a_corridor():
    rooms = [path for path in SOURCES if path.relative_to(ROOT).parts[0] != "benchmarks"]
    crowded = {name_of(folder): count for folder, count in folders(rooms).items() if count > FOLDER_MODULES}
    assert crowded == {}


def classes(paths: Iterable[Path]) -> dict[str, list[str]]:
    """Return the class names that several modules give to a thing of their own, each with its modules."""
    found: dict[str, list[str]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(name_of(path))
    return {name: places for name, places in found.items() if len(places) > 1}


def test_one_class_name_means_one_thing():
    program = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in {"domain", "sync", "desktop"}]
    assert classes(path for path in program if "migrations" not in path.parts) == {}


def test_a_crowd_and_a_double_meaning_would_be_seen():
    paths = [Path("room", f"module{number}.py") for number in range(FOLDER_MODULES + 1)]
    assert folders(paths) == {Path("room"): FOLDER_MODULES + 1}


def test_a_second_meaning_would_be_seen(tmp_path):
    assert classes([ROOT / "domain" / "errors.py"] * 2).keys() >= {"DeskError", "RefusedError"}


def test_nothing_is_left_unfinished():
    found = [hit for path in SOURCES for hit in hits(UNFINISHED, path)]
    assert found == []


@pytest.mark.parametrize("forbidden", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_address_of_a_registry_or_place_on_a_machine(forbidden):
    found = [hit for path in files() if path.suffix in TEXTS for hit in hits(forbidden, path)]
    assert found == []


def test_requirements_hold_no_address():
    requirements = sorted(ROOT.glob("requirements*.txt"))
    assert len(requirements) == 3
    assert [hit for path in requirements for hit in hits(re.compile(r"//|--(extra-)?index|--find-links"), path)] == []


@pytest.mark.parametrize(
    ("forbidden", "line"),
    [
        (UNFINISHED, "# TO" + "DO: later"),
        (UNFINISHED, "raise NotImplemented" + "Error"),
        (REGISTRY, "https://files.python" + "hosted.org/x.whl"),
        (MACHINE, "open('/ro" + "ot/x')"),
        (MACHINE, "see /wo" + "rk/main"),
    ],
)
def test_forbidden_words_would_be_seen(forbidden, line):
    assert forbidden.search(line)


@pytest.mark.parametrize("line", ["POST /v1/records", "the price/work ratio", "resources/rooted"])
def test_honest_words_pass(line):
    assert not any(forbidden.search(line) for forbidden in (UNFINISHED, REGISTRY, MACHINE))
