"""The policies of the sample: HQ writes each and a second person approves it, as people do."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import resources
from desktop.actions.policies import policies

if TYPE_CHECKING:
    from desktop.desk import Desk

AUTHOR, APPROVER = "陈薇（渠道）", "李敏（财务）"


def publish_sample(hq: Desk) -> int:
    """Publishes those of the sample's policies that HQ doesn't have yet; returns how many there are."""
    known = {row.policy for row in policies.policy_rows(hq, "all")}
    forms = [json.loads(path.read_text(encoding="utf-8")) for path in sample_files()]
    for form in forms:
        if form["id"] not in known:
            hq.operator = AUTHOR
            draft = policies.propose(hq, policies.save_draft(hq, _dated(form, hq.today())).draft).draft
            hq.operator = APPROVER
            policies.approve(hq, draft)
    return len(forms)


def sample_files() -> list[Path]:
    """The sample's policies, one file each."""
    return sorted(resources.path("sample/policies").glob("*.json"))


def _dated(form: dict[str, Any], today: date) -> dict[str, Any]:
    """Prices and promotions begin today; a rebate counts what was bought since the year began."""
    start = today.replace(month=1, day=1) if form["terms"]["type"] == "rebate" else today
    return {**form, "period": {"start": start.isoformat()}}
