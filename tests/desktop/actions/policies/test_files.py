"""A policy's file is read exactly or refused with the place; what the editor writes it reads again."""

import json
from decimal import Decimal

import pytest

from desktop.actions.policies.files import LARGEST, read_form_file, write_form_file
from desktop.wording import say
from domain.errors import UsageError
from domain.policies.file import read_policy, write_policy
from tests.building.sync.policies import a_policy

GOOD = json.dumps(write_policy(a_policy()), ensure_ascii=False).encode()


def refused(path):
    with pytest.raises(UsageError) as wrong:
        read_form_file(path)
    for language in ("zh", "en"):
        assert str(path) in say(wrong.value, language)
    return wrong.value


@pytest.mark.parametrize(
    ("content", "code", "facts"),
    [
        (b"", "policy_file_empty", {}),
        (b" \n\t", "policy_file_empty", {}),
        (b"\xef\xbb\xbf", "policy_file_empty", {}),
        (b'{"id": "A",\n  nope}', "policy_file_json", {"row": 2, "column": 3}),
        (b"{} {}", "policy_file_json", {"row": 1}),
        (b"PK\x03\x04\x14\x00", "policy_file_json", {"row": 1}),
        (b'{"a": NaN}', "policy_file_json", {"detail": "NaN"}),
        (b'{"a": -Infinity}', "policy_file_json", {"detail": "-Infinity"}),
        (b'{"id": "A", "id": "B"}', "policy_file_json", {"detail": "id"}),
        (b"[" * 100_000, "policy_file_json", {"detail": "RecursionError"}),
        (b"9" * 10_000, "policy_file_json", {"detail": "ValueError"}),
        ('{\n"name": "满减政策"}'.encode("gb18030"), "policy_file_encoding", {"row": 2}),
        ('{"name": "双十一"}'.encode("utf-16"), "policy_file_encoding", {"row": 1}),
        (b"x" * (LARGEST + 1), "policy_file_large", {"most": 8}),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, content, code, facts):
    path = tmp_path / "政策.json"
    path.write_bytes(content)
    found = refused(path)
    assert (found.code, {name: found.facts[name] for name in facts}) == (code, facts)


def test_no_file_and_a_folder(tmp_path):
    assert refused(tmp_path / "none.json").code == "policy_file_unreadable"
    assert refused(tmp_path).code == "policy_file_unreadable"


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD)
    assert read_policy(read_form_file(path)) == (a_policy(), [])


def test_numbers_are_read_exactly(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(GOOD.replace(b'"5"', b"0.1"))
    policy, _ = read_policy(read_form_file(path))
    assert policy is not None
    assert policy.terms.template.percent == Decimal("0.1")  # type: ignore[union-attr]


def test_what_is_written_is_read_again(tmp_path):
    path = write_form_file(tmp_path / "new" / "p.json", write_policy(a_policy(name="双十一")))
    assert read_policy(read_form_file(path)) == (a_policy(name="双十一"), [])
    assert "双十一" in path.read_text(encoding="utf-8")
