"""What a dealer pays for its goods is told by no command and in no file to who may not see cost."""

import argparse
import io
import shutil
import zipfile
from itertools import product

import pypdfium2
import pytest

from desktop.actions.people import users
from desktop.cli import main
from desktop.listings.registry import LISTINGS
from domain.parties.users import DESK_ROLES, may
from tests.building.desktop.a_desk import TODAY, a_desk
from tests.building.desktop.costs import DELIVERY, STATEMENT, WAITING, buy_dearly, costs_in
from tests.desktop.cli.test_rights import GUARDED

# What a word that a command can't do without may stand for; each is tried.
WORDS = {
    "DEALER": ("HQ", "GD01"),
    "ACCOUNT": ("HQ", "GD01"),
    "CUSTOMER": ("HQ",),
    "DATE": ("2026-11-22",),
    "MONTH": ("2026-11",),
    "SKU=QTY": ("W550=1瓶",),
    "POLICY": ("FL7",),
    "FILE|ID": ("JG7",),
    "PERIOD": ("2026-11",),
    "YUAN": ("1",),
}
SHOWN_WITH = {  # what else makes a command tell more
    ("statement",): ("--format", "json"),
    ("order", "new"): ("--submit",),
    ("rebate", "explain"): ("--period", "2026-11"),
    ("policy", "list"): ("--all",),
}
READING = {"show", "list", "print", "reprice", "explain", "status", "payouts", "wallet", "restated", "statement"}
TELLING = {
    "order list", "order show", "order reprice", "document list", "document show", "statement", "statements list",
    "statements print", "print", "product list", "account show", "account restated", "confirm list", "confirm show",
    "reconciled list", "reconciled show", "policy show", "policy print", "rebate status", "rebate explain",
    "rebate payouts", "rebate wallet", "export orders", "export documents", "export document_lines",
    "export incoming", "export products", "export ledger", "export debts", "export statements",
    "list orders", "list documents", "list incoming", "list products", "list ledger", "list debts", "list wallet",
    "export confirmations", "export policy_prices", "export rebate_lines", "export rebate_payouts", "export wallet",
}  # fmt: skip
MORE = {"policy_prices": ("--policy", "JG7"), "rebate_lines": ("--policy", "FL7", "--period", "2026-11")}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A dealer's books with one person of every role and nothing but dear purchases; the numbers of its papers."""
    folder = tmp_path_factory.mktemp("costs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK_TODAY", TODAY.isoformat())
        with a_desk(folder, stock={"W550": 240}) as desk:
            numbers = buy_dearly(desk, "W550")
            users.first_person(desk, "owner")
            for role in DESK_ROLES[1:]:
                users.add_person(desk, role, role)
            with desk.book.reading() as connection:
                received = connection.exec_driver_sql("SELECT number FROM document WHERE kind='goods_receipt'").scalar()
                kept = connection.exec_driver_sql("SELECT id FROM reconciled").scalar()
                draft = str(connection.exec_driver_sql("SELECT id FROM draft").scalar())
    return folder, (*numbers, f"草稿-{draft[:8]}", DELIVERY, WAITING, received, STATEMENT), kept


def said_by(folder, words, role, *, as_json, monkeypatch, capsys):
    """All that a command says in its own way of speaking, also where it refuses."""
    monkeypatch.setenv("DESK_USER", role)
    main([*words, "--data", str(folder), *(["--json"] if as_json else [])])
    told = capsys.readouterr()
    return told.out + told.err


def texts_of(path):
    """What stands in a file, whatever its kind."""
    if path.is_dir():
        return "".join(map(texts_of, path.iterdir()))
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return text
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8", "replace")


def tries(words, parser, numbers, kept, out):
    """A command with each choice of what its words may stand for."""
    parts = []
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction | argparse._HelpAction):
            continue
        needed = each.required if each.option_strings else each.nargs not in ("?", "*", 0)
        meta = str(each.metavar)
        if meta in {"FILE", "PDF"}:
            if not needed and "--out" not in each.option_strings:
                continue
            values: tuple[str, ...] = (str(out),)
        elif not needed and meta not in ("NO", "ID", "NO*"):
            continue
        elif meta in ("NO", "LINE", "TEXT"):
            values = numbers if words[-1] in READING else (numbers[0], numbers[-1])
        elif meta == "ID":
            values = (kept, "JG7", "TJ7", "FL7")
        else:
            values = tuple(each.choices or ()) or WORDS.get(meta, ("1",))
        if each.option_strings:
            values = tuple(f"{each.option_strings[0]}={value}" for value in values)
        parts.append(values)
    for chosen in product(*parts):
        yield [*words, *chosen, *SHOWN_WITH.get(words, ())]


# Of these files and folders are asked, or whole books are changed; nothing of them tells a figure.
ELSEWHERE = {("export",), ("import",), ("backup",), ("restore",), ("bank", "import"), ("kept", "look")}


def walk(built, role, tmp_path, monkeypatch, capsys, *, as_json, whole):
    """Where costs are told to somebody of this role, by command and list; `whole`: also by commands that write."""
    made, numbers, kept = built
    monkeypatch.setenv("DESK_TODAY", TODAY.isoformat())
    folder = tmp_path / role
    shutil.copytree(made, folder)
    found, out = set(), tmp_path / "out"

    def ask(name, typed, file):
        told = said_by(folder, typed, role, as_json=as_json, monkeypatch=monkeypatch, capsys=capsys)
        if file.exists():
            told += texts_of(file)
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        if costs_in(told):
            found.add(name)

    for words, parser in GUARDED.items():
        if words in ELSEWHERE or words[0] in ("hq", "key", "user", "line") or not (whole or words[-1] in READING):
            continue
        for typed in tries(words, parser, numbers, kept, out):
            ask(" ".join(words), typed, out)
    for kind, listed in LISTINGS.items():
        for account in ((), ("--account", "HQ"))["account" in listed.needs : 1 + ("account" in listed.takes)]:
            path = tmp_path / f"{kind}.{'csv' if as_json else 'xlsx'}"
            ask(f"export {kind}", ["export", kind, str(path), *account, *MORE.get(kind, ())], path)
            ask(f"list {kind}", ["list", kind, *account, *MORE.get(kind, ())], path)
    return found


WITHOUT = [each for each in DESK_ROLES if not may(each, "cost_see")]


@pytest.mark.parametrize(("role", "as_json"), list(zip(WITHOUT, (False, True), strict=True)))
def test_nothing_tells_costs_to_who_may_not_see_them(built, role, as_json, tmp_path, monkeypatch, capsys):
    assert walk(built, role, tmp_path, monkeypatch, capsys, as_json=as_json, whole=not as_json) == set()


def test_who_may_see_costs_does(built, tmp_path, monkeypatch, capsys):
    """Or the walk above would prove nothing."""
    assert walk(built, "accountant", tmp_path, monkeypatch, capsys, as_json=True, whole=False) >= TELLING
