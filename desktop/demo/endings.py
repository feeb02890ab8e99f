"""How the story ends: papers printed, both ends' books compared, pictures of every window taken."""

from __future__ import annotations

import os

from desktop.actions.books import care
from desktop.actions.documents.json_forms import statement_form
from desktop.actions.headquarters import exchange
from desktop.actions.statements import files, statements
from desktop.demo.telling import Telling
from domain.values.dates import parse_date
from domain.values.english_words import amount_in_english
from domain.values.money import format_money

_ACCOUNTS = ("HQ", "GD0101", "GD0102", "GD0103")


def print_papers(story: Telling) -> None:
    """A statement of each account, on both papers, as a workbook and as JSON."""
    desk = story.stage.desk()
    today = desk.today()
    start, end = (parse_date(day, today) for day in story.period)
    for account in _ACCOUNTS:
        drawn = statements.statement(desk, account, start, end)
        number = f"{drawn.buyer.code}-{end:%y%m%d}"
        sizes = []
        for form, paper in (("pdf", "a4"), ("pdf", "241x140"), ("xlsx", "a4"), ("json", "a4")):
            ending = f"-241x140.{form}" if paper == "241x140" else f".{form}"
            path = files.print_statement(
                desk,
                account,
                start,
                end,
                form,  # type: ignore[arg-type]
                paper,
                story.stage.out / f"{number}{ending}",
                language=story.language,
            )
            sizes.append(path.stat().st_size)
        story.say(
            "statement",
            min(sizes) > 200 and drawn.closing == drawn.opening + drawn.debit_total - drawn.credit_total,
            f"对账单 {number}：{drawn.buyer.name}，期初 {format_money(drawn.opening)}，"
            f"期末 {format_money(drawn.closing)}（{drawn.amount_in_words}）",
            f"Statement {number}: {drawn.buyer.name}, opening {format_money(drawn.opening)}, "
            f"closing {format_money(drawn.closing)} ({amount_in_english(drawn.closing)})",
        )


def compare_books(story: Telling) -> None:
    """Both ends recompute their books, and their statements of the accounts between them must be the same."""
    desk = story.stage.desk()
    exchange.exchange(desk)
    today = desk.today()
    start, end = (parse_date(day, today) for day in story.period)
    with story.stage.hq() as books:
        for name, en, each in (("工作台", "The desk's", desk), ("总部", "HQ's", books)):
            found = care.check(each)
            story.say(
                "check",
                not found,
                f"{name}账套核对：{len(found)} 处差异",
                f"{en} books are recomputed: {len(found)} differences",
            )
        for account in ("GD01", "GD0101", "GD0102"):
            ours = statement_form(statements.statement(desk, account, start, end))
            theirs = statement_form(statements.statement(books, account, start, end))
            story.say(
                "agree",
                ours == theirs,
                f"{account} 的对账单两端一致，期末 {ours['closing']}",
                f"Both ends draw the same statement of {account}, closing {ours['closing']}",
            )


def take_pictures(story: Telling) -> None:
    """Pictures of every page of the window, as it would stand on a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # A platform without windows remarks at each of them that it can't hint their sizes.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    try:
        from desktop import pictures
    except ImportError as missing:  # Qt's own libraries are the system's, and some systems lack them
        story.say("pictures", True, f"不能作窗口图（{missing}）", f"No pictures of the window ({missing})")
        return
    taken = pictures.take(story.stage.desk(), story.stage.out, language=story.language)
    story.say(
        "pictures",
        bool(taken),
        f"窗口图 {len(taken)} 张",
        f"{len(taken)} pictures of the window",
    )
