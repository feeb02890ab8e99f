"""A policy in words and on paper names what it speaks of, and says when it doesn't simply hold."""

import pytest

from desktop.actions.policies import policies
from desktop.actions.policies.papers import document, policy_bytes
from desktop.desk import Desk, Identity
from domain.errors import UsageError
from domain.policies.scopes import only
from sync.records.books.database import open_sqlite
from tests.building.desktop.papers import page_texts
from tests.building.domain.policy_makers import dealers
from tests.building.sync.books import found_hq
from tests.building.sync.policies import a_policy, publish_now, put_draft


@pytest.fixture
def hq(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    with Desk(book, Identity("hq", "", "HQ", "00", ""), tmp_path) as desk:
        desk.operator = "王芳"
        yield desk


def told(printed):
    return "".join("".join(page_texts(printed.pdf)).split())


def test_names_stand_for_codes(hq):
    policy = a_policy(audience=dealers("GD01"), products=only("A"))
    assert "对象：广东总代理（GD01）。" in document(hq, policy, "zh").plain()
    assert "Products: 商品A (A)." in document(hq, policy, "en").plain()


def test_a_published_version_tells_who_stands_behind_it(hq):
    publish_now(hq.book, a_policy(start=hq.today()), today=hq.today())
    text = told(policy_bytes(hq, "CX1"))
    for part in ("总部", "政策CX1", "制定王芳", "审批李强", "CX1/1"):
        assert part in text
    assert "此件" not in text
    assert "Writtenby王芳" in told(policy_bytes(hq, "CX1", language="en"))


def test_a_draft_and_a_withdrawn_version_say_so(hq):
    draft = put_draft(hq.book, a_policy("CX2", start=hq.today()))
    assert "此件待审批，不作执行依据" in told(policy_bytes(hq, "", draft=draft))
    publish_now(hq.book, a_policy(start=hq.today()), today=hq.today())
    policies.withdraw(hq, "CX1", 1, hq.today(), "停产")
    text = told(policy_bytes(hq, "CX1", 1))
    assert f"已由王芳停用，最后一天是{hq.today()}（原因：停产）" in text


def test_what_is_not_there_is_told(hq):
    with pytest.raises(UsageError, match="policy_unknown"):
        policy_bytes(hq, "CX9")
    with pytest.raises(UsageError, match="draft_unknown"):
        policy_bytes(hq, "", draft="none")
