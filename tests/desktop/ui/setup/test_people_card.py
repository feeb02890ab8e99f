"""At a desk of HQ's people the card of people shows whose role HQ has not confirmed, with the act that confirms it."""

from desktop.ui.setup.people import PeopleCard
from sync.records.bodies.policies import UserBody
from tests.building.sync.books import NOW, put, rows


def somebody_waits(desk):
    body = UserBody(desk.dealer_id, "other", "李四", "finance", made_at=NOW, made_by="李四")
    put(desk.book, "desk/other", "user", "u-li", body)


def test_who_waits_is_shown_and_confirmed_by_a_key(at_hq):
    hq = at_hq("王总", "admin", somebody_waits)
    book = hq.program.worker.desk.book
    hq.shell.go("settings")
    hq.settle()
    card = hq.page.findChild(PeopleCard)
    shown = [(each.name, card._state(each)) for each in card.rows.rows]
    assert ("李四", "待总部确认") in shown
    card.view.selectRow([name for name, _ in shown].index("李四"))
    hq.settle()
    # What is kept at the other desk isn't changed from here.
    assert not card.role_action.isEnabled()
    assert card.confirm_action.isEnabled()
    hq.press("F11")
    hq.settle()
    assert "已请总部确认" in hq.page.banner.text
    assert rows(book, "SELECT subject FROM request WHERE verb = 'confirm_user'") == [("u-li",)]


def test_where_nobody_waits_nothing_of_it_is_shown(hands):
    hands.shell.go("settings")
    hands.settle()
    card = hands.page.findChild(PeopleCard)
    assert not card.confirm_action.isVisible()
