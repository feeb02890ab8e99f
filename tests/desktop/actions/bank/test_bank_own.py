"""One's own account in a bank's file is never learned as a customer's, and what once was does no more harm."""

import json
from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.bank import bank_files
from desktop.actions.bank.booking import house_of
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import profiles
from desktop.column_names import COLUMN_NAMES
from desktop.wording import say
from domain.bank.formats import MEANINGS
from domain.errors import UsageError
from sync.records.books.settings import read_setting, write_setting
from tests.building.desktop.a_desk import a_desk

NAME = "广东粤海商贸"
HEAD = "账号,交易日,收入金额,支出金额,余额,对方户名,附言"


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path / "desk") as opened:
        money.book_note(opened, "debit_note", "C1", Decimal(5000), date(2026, 11, 1))
        yield opened


def text(folder, *lines, name="flow.csv"):
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def seen(found):
    return [(line.state, line.payer.code if line.payer else "") for line in found.lines]


def codes(found):
    return [remark.code for remark in found.remarks]


def names_of(desk):
    with desk.book.reading() as connection:
        return json.loads(read_setting(connection, "bank_layouts") or "[]")


def test_a_bare_account_beside_the_payers_name_is_ones_own_and_strangers_stay_unclear(desk, tmp_path):
    first = text(tmp_path, "4401,2026-11-16,1000,,1000,天河小卖部,货款")
    with pytest.raises(UsageError) as guessed:
        bank_files.read_bank_file(desk, first)
    assert "own=账号" in str(guessed.value.facts["guessed"])
    found = posted(bank_files.book_bank_file(desk, first, bank_files.Choices(name="本地行")))
    assert (found.account, seen(found)) == ("4401", [("booked", "C1")])
    later = text(
        tmp_path, "4401,2026-11-17,2000,,3000,个体户王五,货款", "4401,2026-11-18,2100,,5100,,现金存入", name="b.csv"
    )
    assert seen(posted(bank_files.book_bank_file(desk, later))) == [("payer_unclear", ""), ("payer_unclear", "")]


def test_an_older_wrong_memory_books_nothing_and_what_it_booked_is_told(desk, tmp_path):
    titles = {"date": "交易日", "income": "收入金额", "expense": "支出金额", "name": "对方户名", "account": "账号"}
    # As it was once remembered and booked: the own account as that of whoever paid.
    old = text(tmp_path, "4401,2026-11-16,1000,,1000,天河小卖部,货款", "6209,2026-11-17,500,,1500,个体户王五,货款")
    bank_files.book_bank_file(desk, old, bank_files.Choices(name="本地行", titles=titles, payers={3: "C1"}))
    with desk.book.writing() as writing:
        kept = json.loads(read_setting(writing.connection, "bank_layouts"))
        kept = [{key: value for key, value in each.items() if key != "said"} for each in kept]
        write_setting(writing.connection, "bank_layouts", json.dumps(kept))
        writing.connection.exec_driver_sql("UPDATE bank_line SET payer_account = '4401'")
    later = text(tmp_path, "4401,2026-11-18,2100,,5100,,现金存入", "4401,2026-11-19,20,,5120,李六,货款", name="b.csv")
    found = posted(bank_files.book_bank_file(desk, later))
    assert (found.account, seen(found)) == ("4401", [("payer_unclear", ""), ("payer_unclear", "")])
    assert codes(found) == ["bank_account_own", "bank_payers_doubted"]
    (doubted,) = [each for each in found.remarks if each.code == "bank_payers_doubted"]
    assert (doubted.facts["account"], doubted.facts["count"]) == ("4401", 1)


def test_two_own_accounts_in_one_file_are_told_and_kept_apart(desk, tmp_path):
    rows = (
        "4401,2026-11-16,1000,,1000,天河小卖部,货款",
        "4402,2026-11-16,1000,,51000,天河小卖部,货款",
        "4401,2026-11-17,,200,800,水电,水电费",
    )
    path = text(tmp_path, *rows)
    choices = bank_files.Choices(name="本地行")
    assert codes(bank_files.read_bank_file(desk, path, choices)) == ["bank_accounts_several"]
    one = posted(bank_files.book_bank_file(desk, path, bank_files.Choices(name="本地行", account="4401")))
    assert (seen(one), codes(one)) == ([("booked", "C1"), ("not_received", "")], ["bank_account_apart"])
    both = bank_files.read_bank_file(desk, path, choices)
    assert both.lines[0].state == "booked_before"
    with pytest.raises(UsageError) as differs:
        bank_files.read_bank_file(desk, path, bank_files.Choices(name="本地行", account="9999"))
    assert differs.value.facts["told"] == "4401, 4402"


def test_a_gap_in_the_balance_is_told_of_its_own_account(desk, tmp_path):
    rows = (
        "4401,2026-11-16,1000,,1000,天河小卖部,",
        "4402,2026-11-16,10,,510,水电,",
        "4401,2026-11-17,5,,1005,税务局,",
        "4402,2026-11-17,10,,999,水电,",
    )
    found = bank_files.read_bank_file(desk, text(tmp_path, *rows), bank_files.Choices(name="x", titles={"own": "账号"}))
    told = [each.facts for each in found.remarks if each.code == "balance_departs"]
    assert [(each["row"], each["expected"]) for each in told] == [(5, Decimal(520))]


def test_every_column_of_a_banks_file_has_a_name_in_both_languages():
    assert not set(MEANINGS) - set(COLUMN_NAMES)


def test_a_file_of_headings_alone_says_so(desk, tmp_path):
    found = bank_files.read_bank_file(desk, text(tmp_path), bank_files.Choices(name="本地行"))
    assert (found.lines, codes(found)) == ((), ["import_without_rows"])


def test_the_own_account_is_called_by_its_name_where_columns_are_guessed():
    facts = {"file": "a.xlsx", "guessed": "own=本方账号, date=交易日"}
    assert "本方账号=本方账号、日期=交易日" in say("bank_format_guessed", "zh", **facts)
    assert "own account=本方账号" in say("bank_format_guessed", "en", **facts)


def test_the_account_and_name_on_ones_own_papers_are_ones_own(desk, tmp_path):
    """Money moved between one's own accounts, once booked for a customer by mistake, isn't booked so again."""
    profiles.save_profile(desk, profiles.Profile("粤海商贸有限公司", bank_account="4402 0001"))
    path = text(tmp_path, "4401,2026-11-16,1000,,1000,粤海商贸有限公司,转账", "4401,2026-11-17,5,,1005,甲店,货款")
    assert seen(posted(bank_files.book_bank_file(desk, path, bank_files.Choices(name="本地行", payers={2: "C1"})))) == [
        ("booked", "C1"),
        ("payer_unclear", ""),
    ]
    later = text(tmp_path, "4401,2026-11-18,70,,1075,粤海商贸有限公司,转账", name="b.csv")
    assert seen(posted(bank_files.book_bank_file(desk, later))) == [("payer_unclear", "")]
    with desk.book.reading() as connection:
        assert "44020001" in ["".join(each.split()) for each in house_of(connection, desk, ()).accounts]


def test_whose_a_column_is_said_to_be_takes_the_place_of_the_guess(desk, tmp_path):
    path = text(tmp_path, "6209,2026-11-16,1000,,,天河小卖部,货款", "6208,2026-11-17,5,,,甲店,货款")
    own = bank_files.read_bank_file(desk, path, bank_files.Choices(name="x", titles={"own": "账号"}))
    assert codes(own) == ["bank_accounts_several"]
    theirs = bank_files.read_bank_file(desk, path, bank_files.Choices(name="x", titles={"account": "账号"}))
    assert ([line.payer_account for line in theirs.lines], codes(theirs)) == (["6209", "6208"], [])
    alone = text(tmp_path, "6209,2026-11-16,1000,,,天河小卖部,货款", name="one.csv")
    found = bank_files.read_bank_file(desk, alone, bank_files.Choices(name="x", titles={"account": "账号"}))
    assert ([line.payer_account for line in found.lines], codes(found)) == (["6209"], [])
    several = text(tmp_path, "6209,2026-11-16,1,,,天河小卖部,货款", "6209,2026-11-17,5,,,甲店,货款", name="two.csv")
    found = bank_files.read_bank_file(desk, several, bank_files.Choices(name="x", titles={"account": "账号"}))
    assert (found.account, codes(found)) == ("6209", ["bank_account_own"])


def test_what_one_moves_between_ones_own_accounts_is_told_and_never_a_customers(desk, tmp_path):
    head = "本方账号,交易日,收入金额,支出金额,对方户名,对方账号,附言"
    path = tmp_path / "both.csv"
    rows = (
        "4408880001234567,2026-11-06,,20000,某公司,6222020200998877,账户互转",
        "6222020200998877,2026-11-06,20000,,某公司,4408880001234567,账户互转",
        "6222020200998877,2026-11-07,300,,个体户王五,7559001122334,货款",
        f"6222020200998877,2026-11-08,50,,{NAME},,备用金",
    )
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    choices = bank_files.Choices(name="合并")
    found = bank_files.read_bank_file(desk, path, choices)
    own = [line.row for line in found.lines if any(each.code == "bank_own_transfer" for each in line.reasons)]
    assert own == [3, 5]
    assert {line.state for line in found.lines} == {"payer_unclear", "not_received"}
    again = posted(
        bank_files.book_bank_file(
            desk, path, bank_files.Choices(name="合并", payers={3: bank_files.SKIP, 5: bank_files.SKIP})
        )
    )
    assert not any(each.code == "bank_own_transfer" for line in again.lines for each in line.reasons)
