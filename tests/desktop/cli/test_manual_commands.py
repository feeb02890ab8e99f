"""The manual's table of commands has every command of the program, in both languages, and no word that is gone."""

import argparse
import re
from collections.abc import Iterator

import pytest

from desktop.cli.grammar.arguments import make_parser
from tests.journeys.ends import ROOT

BOOKS = {"docs/manual.md": ("## 七", "## 八"), "docs/manual.en.md": ("## 7.", "## 8.")}


def below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def commands(parser: argparse.ArgumentParser, *path: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, by its words."""
    if not below(parser):
        yield " ".join(path), parser
    for name, each in below(parser).items():
        yield from commands(each, *path, name)


PARSER = make_parser("en")
EVERY = dict(commands(PARSER))
GROUPS = {name for name, each in below(PARSER).items() if below(each)}


def rows(book: str) -> list[list[str]]:
    """What stands in code in the first cell of each row of the table of commands."""
    begin, end = BOOKS[book]
    text = (ROOT / book).read_text(encoding="utf-8")
    part = text[text.index(begin) : text.index(end)]
    cells = [re.split(r"(?<!\\)\|", line)[1].replace("\\|", "|") for line in part.splitlines() if line[:3] == "| `"]
    return [re.findall(r"`([^`]+)`", cell) for cell in cells]


def named(said: str) -> set[str]:
    """The commands that one piece of code names: `order show NO`, `kept list|take`, `hq init/load`."""
    first, _, rest = said.partition(" ")
    second = re.split(r"[|/]", rest.split(" ")[0]) if rest else []
    return {first, *(f"{first} {each}" for each in second)} & EVERY.keys()


@pytest.mark.parametrize("book", BOOKS)
def test_every_command_stands_in_the_manual(book):
    told = {name for row in rows(book) for said in row for name in named(said)}
    assert len(EVERY) > 100
    assert sorted(EVERY.keys() - told) == []


@pytest.mark.parametrize("book", BOOKS)
def test_the_manual_names_no_command_and_no_option_that_is_not_there(book):
    for row in rows(book):
        known = {name for said in row for name in named(said)}
        assert known, row
        for said in row:
            first, _, rest = said.partition(" ")
            if first in GROUPS:
                words = re.split(r"[|/]", rest.split(" ")[0])
                assert [each for each in words if f"{first} {each}" not in EVERY] == []
        options = {option for said in row for option in re.findall(r"--[a-z][a-z-]*", said)}
        there = {option for name in known for action in EVERY[name]._actions for option in action.option_strings}
        assert options - there == set()
