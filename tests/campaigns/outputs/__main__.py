"""`python -m tests.campaigns.outputs FOLDER`: writes one text for each thing the program gives out; or compares two.

    python -m tests.campaigns.outputs FOLDER [--tree TREE] [--books OTHER] [--only story,help,commands,lists,window,…]
    python -m tests.campaigns.outputs --compare OLD NEW [--explained FILE] [--keep NAME]

TREE is the version that is looked at, this one where none is named; OTHER is the version by which the company was led
up to then, so that TREE opens the folders it left. The company lives in a folder of its own, which `--work` names and
keeps.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.campaigns.outputs.company import Company
from tests.campaigns.outputs.differences import compare, read_explained
from tests.campaigns.outputs.files_told import file_text
from tests.campaigns.outputs.given_out import LANGUAGES, GivenOut
from tests.campaigns.outputs.script import PLACES, ROOT, read_steps
from tests.campaigns.outputs.trees import Tree
from tests.campaigns.results import write_result

PARTS = ("story", "help", "commands", "lists", "window", "later")
FORMS = {"zh json": ("--json", "--lang", "zh"), "zh": ("--lang", "zh"), "en": ("--lang", "en")}
WINDOWS = ("dealer", "keeper", "admin", "finance")


def main():
    """Reads the words and does what they say; 1 where something differs that nobody explained."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.outputs", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--tree", type=Path, default=ROOT)
    parser.add_argument("--books", type=Path, metavar="OTHER")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("OLD", "NEW"))
    parser.add_argument("--explained", type=Path)
    parser.add_argument("--keep", metavar="NAME", help="write what was found to benchmarks/results/NAME.json")
    asked = parser.parse_args()
    if asked.compare:
        old, new = asked.compare
        found = compare(old, new, read_explained(asked.explained))
        if asked.keep:
            _keep(found, asked)
        return 1 if found.left else 0
    if asked.folder is None:
        parser.error("a folder to write into, or --compare OLD NEW")
    if asked.work:
        _write(asked, asked.work)
    else:
        with tempfile.TemporaryDirectory(prefix="company-") as work:
            _write(asked, Path(work))
    return 0


def _keep(found, asked):
    explained = f" --explained {asked.explained.resolve().relative_to(ROOT).as_posix()}" if asked.explained else ""
    figures = {
        "command": f"python -m tests.campaigns.outputs --compare OLD NEW{explained}",
        "texts": found.texts,
        "answers": found.answers,
        "differ_unexplained": found.left,
        "differ_explained": len(set().union(*found.explained.values())),
        "reasons": {why: len(names) for why, names in found.explained.items()},
    }
    print(write_result(asked.keep, figures))


def _write(asked, work):
    tree, parts = Tree(asked.tree), asked.only.split(",")
    for part in parts:
        shutil.rmtree(asked.folder / part, ignore_errors=True)
    company = Company(Tree(asked.books) if asked.books else tree, work / "zh json")
    _timed("story, zh json", company.play)
    company.tree = company.hq_tree = tree
    companies = {"zh json": company}
    if "story" in parts:
        companies = _stories(company, work, asked.folder)
    if "window" in parts:
        for place in WINDOWS:
            for language in LANGUAGES:
                _timed(f"window, {place}, {language}", lambda p=place, s=language: _window(company, p, s, asked.folder))
    with tree.inside(company.work, "readings", cwd=company.files) as inside:
        given = GivenOut(company, inside, asked.folder)
        for part, do in (("help", given.help), ("commands", given.readings), ("lists", given.exports)):
            if part in parts:
                _timed(part, do)
        later = {step.words[:2] for step in read_steps("later.txt")} & {
            tuple(each["command"].split()) for each in inside.ask("grammar")
        }
    if later and "later" in parts:
        _later(companies, later, asked.folder)


def _later(companies, commands, folder):
    """What came after this campaign was begun, where the tree has it; the last that is done with the companies."""
    for name, company in companies.items():
        company.told.clear()
        company.play("later.txt", FORMS[name], only=commands)
        _tell(company, folder / "later" / f"{name}.txt")


def _tell(company: Company, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(company.marks().of("\n".join(company.told)), encoding="utf-8")


def _stories(company: Company, work, folder):
    """The story once more in words for people, with the numbers that its answers in JSON gave."""
    companies = {}
    for name, more in FORMS.items():
        told = company
        if name != "zh json":
            told = Company(company.tree, work / name, company.names)
            _timed(f"story, {name}", lambda told=told, more=more: told.play(more=more))
        _tell(told, folder / "story" / f"{name}.txt")
        companies[name] = told
    return companies


def _window(company: Company, place, language, folder):
    """The window over a copy of a place's books, in a process of its own."""
    own, env = PLACES[place]
    copy = company.work.parent / "window"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copytree(company.work / own, copy / own)
    shutil.copyfile(company.work / "clock", copy / "clock")
    names = company.names
    given = {
        "orderview": names["o2"] if place in ("dealer", "keeper") else names["o3"],
        "settling": "GD0101" if place == "dealer" else "GD01",
        "ledger": "GD0102" if place == "dealer" else "GD01",
        "confirming": names["hz1"],
        "policyedit": {"next": "FL-01"},
    }
    with company.tree.inside(copy, "window", cwd=copy) as inside:
        facts = {"user": env.get("DESK_USER", ""), "password": env.get("DESK_PASSWORD", "")}
        sheets = copy / "sheets"
        texts = inside.ask(
            "window", folder=str(copy / own), language=language, given=given, sheets=str(sheets), **facts
        )
    marks = Company(company.tree, copy).marks()
    for path in sorted(sheets.glob("*.xlsx")):
        texts[f"sheet {path.stem}"] = file_text(path)
    for name, text in texts.items():
        path = folder / "window" / f"{place} {language}" / f"{name.replace('/', ' ')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(marks.of(text), encoding="utf-8")


def _timed(what, do):
    began = time.monotonic()
    do()
    print(f"{what}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
