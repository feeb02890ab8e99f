"""The manual's table of keys names every key of every page, in both languages, and none that is gone."""

import re

import pytest

from desktop.ui.frame.keys import listed
from desktop.ui.frame.pages import UNDER, pages
from desktop.ui.navigation import key_table
from tests.journeys.ends import ROOT

# What each page is called in the manual's table; an order to sell and one to buy have the same keys.
ROWS = {
    "orders": ("订单", "Orders"),
    "order": ("开单（销售、进货）", "order entry (sale, purchase)"),
    "purchase": ("开单（销售、进货）", "order entry (sale, purchase)"),
    "orderview": ("一张订单", "one order"),
    "drafts": ("订单草稿", "order drafts"),
    "customers": ("客户", "Customers"),
    "ageing": ("账龄", "Ageing"),
    "ledger": ("往来明细", "Account"),
    "products": ("商品与库存", "Products"),
    "incoming": ("到货", "Incoming"),
    "papers": ("发货与退货", "Deliveries"),
    "money": ("收款", "Receipts"),
    "settling": ("核销", "Settling"),
    "bank": ("银行与钱包流水", "Bank files"),
    "importing": ("导入文件", "Import a file"),
    "policies": ("政策", "Policies"),
    "policyedit": ("写政策", "policy form"),
    "policytrial": ("试算政策", "policy trial"),
    "rebates": ("返利", "Rebates"),
    "rebateview": ("一项返利", "one rebate"),
    "statements": ("对账单", "Statements"),
    "replies": ("回函", "Replies"),
    "confirming": ("对账确认", "Confirming"),
    "reconciling": ("两边账核对", "Two books"),
    "settings": ("设置", "Settings"),
    "exchanges": ("交换记录", "Exchanges"),
    "returned": ("恢复后交还", "Given back"),
}
SAME = {"paperview"}  # the same page as `papers`
BOOKS = {"zh": ("docs/manual.md", "## 八", "　", "、"), "en": ("docs/manual.en.md", "## 8.", " · ", ", ")}


def table(language: str) -> dict[str, str]:
    """The rows of the manual's tables of keys, by what stands first in each."""
    path, head, _, _ = BOOKS[language]
    text = (ROOT / path).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", text[text.index(head) :], re.MULTILINE)
    return dict(rows)


def row(pairs, language: str) -> str:
    """A page's keys as the manual writes them."""
    _, _, between, both = BOOKS[language]
    told = [f"{keys.replace(' / ', both)} {re.split(r'（| [(]|：|: ', text)[0]}" for keys, text in pairs]
    return between.join(told)


@pytest.mark.parametrize("language", BOOKS)
def test_every_key_of_every_page_stands_in_the_manual(hands, language):
    hands.program.preferences.set("language", language)
    hands.shell = hands.program.shell
    hands.shell.exchanger.quiet()
    hands.settle()
    names = [*(name for name, _, _ in pages()), *UNDER]
    assert set(names) - SAME == set(ROWS)
    told = {}
    for name in ROWS:
        hands.shell.go(name)
        title = ROWS[name][language == "en"]
        told[title] = row([*hands.page.hints(), *listed(hands.page.actions())], language)
    rows = table(language)
    assert {title: rows.get(title) for title in told} == told
    _, _, _, both = BOOKS[language]
    everywhere = {keys.strip("*") for first in rows for keys in first.split(both)}
    assert {keys for action in hands.shell.actions() for keys in key_texts(action)} - everywhere <= numbered()


def key_texts(action):
    return [key_table.written(each) for each in action.shortcuts()]


def numbered():
    return {f"Ctrl+{place}" for place in range(10)}


def test_the_key_that_puts_answers_of_hq_away_stands_in_the_manual(at_hq):
    hands = at_hq("周", "admin")
    keys = {text for name in ("orders", "money") for text in key_texts_of(hands, name)}
    assert "Ctrl+Shift+D" in keys
    assert all("Ctrl+Shift+D" in table(language) for language in BOOKS)


def key_texts_of(hands, name):
    hands.shell.go(name)
    hands.settle()
    return [keys for action in hands.page.actions() for keys in key_texts(action)]
