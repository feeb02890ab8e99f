"""A draft whose prices changed until it is looked at again, or placed, says so line by line."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.actions.catalog.cost import veiled
from desktop.actions.orders import drafts, orders
from desktop.actions.orders.shown_prices import (
    OrderChangedError,
    changes_since,
    check_seen,
    first_shown,
    seen_of,
    shown_of,
)
from desktop.wording import say
from domain.errors import RefusedError
from sync.records.bodies.records import PriceBody
from tests.building.desktop.a_desk import a_desk, a_draft, a_line
from tests.desktop.cli.test_cli import run


def priced(desk, product, price):
    with desk.book.writing() as writing:
        writing.put("catalog", "price", f"W/{product}", PriceBody("W", product, price))


def kept(desk, *lines):
    draft = a_draft(*(lines or (a_line("W550", "24"), a_line("COLA", "24"))))
    return replace(draft, shown=shown_of(draft, orders.check_order(desk, draft).lines))


def since(desk, draft):
    return [each for each in orders.check_order(desk, draft).verdict.reasons if each.code.endswith("_since_draft")]


def test_each_line_with_another_price_says_both(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        draft = kept(desk)
        assert since(desk, draft) == []
        priced(desk, "W550", 9_9900)
        [told] = since(desk, draft)
        assert (told.code, told.severity, told.line) == ("price_since_draft", "warn", 1)
        assert say(told, "zh") == "第 1 行（农夫山泉550ml）：单价与草稿里的不同：1.5 → 9.99，这一行现为 239.76。"
        assert "1.5 → 9.99; the line is 239.76" in say(told, "en")


def test_a_draft_is_kept_with_what_it_showed_and_a_copy_of_it_showed_nothing_yet(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        drafts.save_draft(desk, kept(desk))
        priced(desk, "COLA", 3_0000)
        [again] = drafts.drafts(desk)
        assert [each.line for each in since(desk, again)] == [2]
        assert since(desk, drafts.copy_draft(desk, again)) == []


def test_whoever_may_not_see_what_is_paid_keeps_a_draft_all_the_same(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        seen_by_the_owner = kept(desk)
        checked = veiled(orders.check_order(desk, seen_by_the_owner))
        drafts.save_draft(desk, replace(seen_by_the_owner, shown=shown_of(seen_by_the_owner, checked.lines)))
        priced(desk, "COLA", 3_0000)
        [again] = drafts.drafts(desk)
        assert again.shown is not None
        assert [each.product for each in again.shown.lines] == ["W550", "COLA"]
        assert {(each.unit_price, each.amount) for each in again.shown.lines} == {(None, None)}
        assert since(desk, again) == []  # he saw no price, so none is another


def test_what_the_owner_saw_of_a_draft_stays_though_the_clerk_goes_on_with_it(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        owners = kept(desk)
        more = a_draft(a_line("W550", "24"), a_line("COLA", "48"))
        clerks = veiled(orders.check_order(desk, replace(more, shown=owners.shown)))
        drafts.save_draft(desk, replace(more, shown=first_shown(owners.shown, shown_of(more, clerks.lines))))
        priced(desk, "COLA", 3_0000)
        [again] = drafts.drafts(desk)
        assert [each.line for each in since(desk, again)] == [2]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"lines": (a_line("W550", "48"),)}, ["price_since_draft"]),  # the price is another for any quantity
        ({"lines": (a_line("W550", "24", agreed="2"),)}, []),  # a hand settled it
        ({"lines": (a_line("COLA", "24"),)}, []),
        ({"buyer": "GD01:C2"}, []),  # whose prices are others anyway
    ],
)
def test_what_the_writer_changed_himself_is_not_told(tmp_path, change, told):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        draft = kept(desk, a_line("W550", "24"))
        priced(desk, "W550", 9_9900)
        assert [each.code for each in since(desk, replace(draft, **change))] == told


def test_an_amount_that_a_promotion_changed_is_told_while_the_order_is_the_same(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        draft = kept(desk, a_line("W550", "24"))
        [line] = orders.check_order(desk, draft).lines
        [told] = changes_since(draft, [replace(line, amount=Decimal("30.00"))])
        assert say(told, "zh") == "第 1 行（农夫山泉550ml）：金额与草稿里的不同：36.00 → 30.00。"
        more = replace(draft, lines=(a_line("W550", "48"),))
        assert list(changes_since(more, orders.check_order(desk, more).lines)) == []


def test_while_an_order_is_typed_on_each_price_is_compared_with_the_one_shown_first(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        draft = kept(desk, a_line("W550", "24"))
        priced(desk, "W550", 9_9900)
        more = replace(draft, lines=(a_line("W550", "24"), a_line("COLA", "24")))
        now = shown_of(more, orders.check_order(desk, more).lines)
        assert first_shown(draft.shown, now).prices == {"W550": Decimal("1.5"), "COLA": Decimal("2.5")}
        assert first_shown(None, now) == now


def test_placing_by_command_answers_with_the_changes(tmp_path):
    folder = tmp_path / "desk"
    with a_desk(folder, stock={"W550": 240}) as desk:
        pass
    words = ("order", "new", "--seller", "GD01", "--buyer", "C1", "--line", "W550=1箱", "--data", str(folder), "--json")
    draft = json.loads(run(*words)[1])
    with a_desk(folder) as desk:
        priced(desk, "W550", 2_0000)
    status, spoken, told = run("order", "submit", draft["number"], "--data", str(folder), "--json")
    value = json.loads(spoken)
    assert (status, value["total"]) == (0, "48.00")
    [changed] = value["changed_since_draft"]
    assert [Decimal(changed["facts"][name]) for name in ("before", "after")] == [Decimal("1.5"), Decimal(2)]
    assert "1.5 → 2" in told


# ---- between the screen and the books


def test_an_order_that_comes_to_something_else_than_was_seen_is_not_saved_but_once_it_was_told(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        draft = a_draft(a_line("W550", "24"), a_line("COLA", "24"))
        seen = seen_of(orders.check_order(desk, draft))
        priced(desk, "COLA", 3_0000)
        with pytest.raises(OrderChangedError) as stopped:
            orders.place_order(desk, draft, stops=True, seen=seen)
        told = say(stopped.value, "zh")
        assert told.endswith("· 第 2 行（可口可乐330ml）：单价变了：2.5 → 3，这一行现为 72.00。")
        assert "2.5 → 3; the line is 72.00 now" in say(stopped.value, "en")
        assert orders.place_order(desk, draft, stops=True, seen=stopped.value.now).total == Decimal("108.00")


def test_approval_is_asked_for_the_amounts_that_were_seen(tmp_path):
    with a_desk(tmp_path, stock={"W550": 2400}) as desk:
        draft = a_draft(a_line("W550", "1200"))  # 1,800 where 1,000 is the limit
        seen = seen_of(orders.check_order(desk, draft))
        priced(desk, "W550", 2_0000)
        with pytest.raises(OrderChangedError) as stopped:
            orders.place_for_approval(desk, draft, "老客户", seen)
        assert orders.place_for_approval(desk, draft, "老客户", stopped.value.now).state == "needs_approval"


def test_an_order_that_would_be_refused_is_told_as_that(tmp_path):
    with a_desk(tmp_path, stock={"W550": 2400}) as desk:
        draft = a_draft(a_line("W550", "600"))
        seen = seen_of(orders.check_order(desk, draft))
        priced(desk, "W550", 9_0000)
        with pytest.raises(RefusedError, match="order_would_be_refused"):
            orders.place_order(desk, draft, stops=True, seen=seen)


@pytest.mark.parametrize(
    "change",
    [
        {"lines": (a_line("W550", "48"),)},  # another quantity may have another price
        {"lines": (a_line("W550", "24", agreed="2"),)},
        {"lines": (a_line("COLA", "24"),)},
        {"buyer": "GD01:C2"},
        {},
    ],
)
def test_what_its_writer_changed_himself_stops_nothing(tmp_path, change):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 240}) as desk:
        draft = a_draft(a_line("W550", "24"))
        seen = seen_of(orders.check_order(desk, draft))
        if change:
            priced(desk, "W550", 1_6000)
        assert orders.place_order(desk, replace(draft, **change), stops=True, seen=seen).state == "accepted"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [("可乐", "2瓶")], "现在有赠品：可乐 2瓶。"),
        ([("可乐", "2瓶")], [], "没有赠品了，刚才有：可乐 2瓶。"),
        ([("可乐", "2瓶")], [("可乐", "1瓶")], "赠品变了：可乐 2瓶 → 可乐 1瓶。"),
    ],
)
def test_other_goods_on_top_are_told(tmp_path, before, after, told):
    with a_desk(tmp_path, stock={"W550": 240}) as desk:
        checked = orders.check_order(desk, a_draft(a_line("W550", "24")))

    def with_gifts(gifts):
        made = [
            replace(checked.lines[0], name=name, quantity_text=count, gift="P1", amount=Decimal(0), line=2)
            for name, count in gifts
        ]
        return replace(checked, lines=(*checked.lines, *made))

    with pytest.raises(OrderChangedError) as stopped:
        check_seen(seen_of(with_gifts(before)), with_gifts(after))
    assert say(stopped.value, "zh").endswith(told)


def test_whoever_may_not_see_what_goods_cost_is_not_stopped_for_what_he_is_not_shown(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240}) as desk:
        checked = orders.check_order(desk, a_draft(a_line("W550", "24")))
    dearer = replace(checked, lines=tuple(replace(each, amount=each.amount + 1) for each in checked.lines))
    with pytest.raises(OrderChangedError):
        check_seen(seen_of(checked), dearer)
    check_seen(seen_of(veiled(checked)), veiled(dearer))
