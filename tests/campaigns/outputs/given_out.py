"""Asks all commands and lists of a company for what they give out, and writes each answer's text into a folder."""

import json
from pathlib import Path

from tests.campaigns.outputs.company import Company, told_of
from tests.campaigns.outputs.files_told import file_text
from tests.campaigns.outputs.script import PLACES, Step, filled_in, read_steps

LANGUAGES = ("zh", "en")
# Where texts stand of what an older version may lack.
LATER = "later"
EXPORTING = ("dealer", "keeper", "hq", "admin", "city")
NARROWING = ("dealer", "hq")
# What a list needs to be told; all others are given out as they are.
LIST_OPTIONS = {
    "ledger": ("--account", "GD0101"),
    "compared": ("--number", "{z2}"),
    "policy_receipts": ("--policy", "JM-01"),
    "policy_prices": ("--policy", "JM-01"),
    "policy_trial": ("--policy", "CX-01"),
    "rebate_lines": ("--policy", "FL-01"),
    "rebate_dues": ("--policy", "FL-01", "--period", "2026-Q4"),
    "bank_lines": ("--source", "bank.csv"),
    "import_rows": ("--source", "customers.csv", "--only", "customers"),
}


class GivenOut:
    """Writes texts into a folder, each made alike by the company's marks."""

    def __init__(self, company: Company, inside, folder: Path) -> None:
        self.company, self.inside, self.folder = company, inside, folder
        self._number = 0
        self.tells_lists = "list" in {each["command"] for each in inside.ask("grammar")}

    def write(self, name: str, text: str) -> None:
        """One text by its name, which may hold folders."""
        path = self.folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(self.company.marks().of(text))

    def help(self):
        """The grammar of the command line as it explains itself."""
        for language in LANGUAGES:
            for each in self.inside.ask("grammar", language=language):
                self.write(f"help/{language}/{each['command']}", each["help"])

    def readings(self, chosen=None):
        """Every reading in four forms; `chosen` takes some of them."""
        for step in read_steps("readings.txt"):
            if chosen is None or chosen(step):
                for language in LANGUAGES:
                    for form in ((), ("--json",)):
                        self._read(step, (*form, "--lang", language))

    def _read(self, step: Step, more):
        self._number += 1
        out = self.company.work / "out" / f"{self._number}"
        out.parent.mkdir(exist_ok=True)
        before = set(out.parent.iterdir())
        names = {**self.company.names, "out": str(out)}
        answer = self._ask(step.place, [*step.filled(names), *more])
        text = told_of(step.place, [*step.words, *more], answer).replace(str(out), "<out>")
        for path in sorted(set(out.parent.iterdir()) - before):
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                told = str(file.relative_to(out.parent)).replace(str(self._number), "<out>", 1)
                text += f"file {told}\n{file_text(file)}"
        self.write(f"commands/{step.place}/{command_of(step.words)}", text + "\n")

    def _ask(self, place, words):
        folder, env = PLACES[place]
        return self.inside.ask("run", words=[*words, "--data", str(self.company.work / folder)], env=env)

    def exports(self, places=EXPORTING, kinds=None):
        """Every list of every place as a workbook and as CSV; each thing it can be narrowed to, as CSV."""
        for place in places:
            for kind in kinds or self._known(place, "export_kind_unknown", "nothing"):
                wish = filled_in(LIST_OPTIONS.get(kind, ()), self.company.names)
                for language in LANGUAGES:
                    for form in ("xlsx", "csv"):
                        self._export(place, kind, wish, form, language)
                    for more in ((), ("--json",)) if self.tells_lists else ():
                        self._list(place, kind, (*wish, *more, "--lang", language))
                if place in NARROWING:
                    for only in self._known(place, "export_only_unknown", kind, "--only", "nothing"):
                        self._export(place, kind, [*wish, "--only", only], "csv", "zh")

    def _known(self, place, code, *words):
        """The words that may stand here, as the refusal of one that may not tells them."""
        answer = self._ask(place, ["export", words[0], "x.csv", *words[1:], "--json"])
        error = json.loads(answer["out"]).get("error", {}) if answer["out"] else {}
        return error["facts"]["known"].split(", ") if error.get("code") == code else []

    def _export(self, place, kind, wish, form, language):
        path = self.company.work / "out" / f"{kind}.{form}"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        answer = self._ask(place, ["export", kind, str(path), *wish, "--lang", language])
        text = told_of(place, ["export", kind, *wish, form, language], answer)
        text += file_text(path) if path.exists() else ""
        self.write(f"lists/{place}/{kind}", text + "\n")

    def _list(self, place, kind, more):
        answer = self._ask(place, ["list", kind, *more])
        self.write(f"{LATER}/lists/{place}/{kind}", told_of(place, ["list", kind, *more], answer))


def command_of(words) -> str:
    """The command among the words, whose options begin with a dash and whose subjects are names or files."""
    kept = []
    for word in words[:2]:
        if not word.replace("-", "").isalpha() or not word.isascii() or word.startswith("-"):
            break
        kept.append(word)
    return " ".join(kept)
