"""Sentences about the life of a policy: its file, its draft, its approval and its end."""

from __future__ import annotations

from collections.abc import Mapping

# The life of a policy; every reason behind `reasons` follows on lines of its own.
LIFE: Mapping[str, tuple[str, str]] = {
    "policy_unknown": (
        "没有政策“{policy}”，或本机看不到它。请用 desk policy list 查看有哪些。",
        "There is no policy “{policy}” here, or it isn't for this desk. See which there are with desk policy list.",
    ),
    "policy_misformed": (
        "政策文件{policy:aside}的内容不合格式，什么也没有保存。请逐条改正：",
        "The policy file{policy:aside} doesn't fit its form; nothing was saved. Mend each of these:",
    ),
    "policy_unfit": (
        "政策 {policy} 第 {version} 版不能用，什么也没有保存或发布。请逐条改正：",
        "Policy {policy}, version {version}, can't be used; nothing was saved or published. Mend each of these:",
    ),
    "policy_file_unreadable": (
        "读不到文件 {path}：{detail:trouble}。请检查路径和权限。",
        "The file {path} can't be read: {detail:trouble}. Check its place and the rights to it.",
    ),
    "policy_file_large": (
        "文件 {path} 超过 {most} MB，不像一份政策，没有读入。",
        "The file {path} is larger than {most} MB, which no policy is; it was not read.",
    ),
    "policy_file_empty": (
        "文件 {path} 是空的。政策的样子见 desk policy schema。",
        "The file {path} is empty. See what a policy looks like with desk policy schema.",
    ),
    "policy_file_encoding": (
        "文件 {path} 第 {row} 行不是 UTF-8 编码。请另存为 UTF-8 再用。",
        "The file {path} is not UTF-8 at row {row}. Save it as UTF-8 and try again.",
    ),
    "policy_file_json": (
        (
            "文件 {path} 不是合格的 JSON{row:aside:读到第 | 行读不下去}{key:aside:写了两次或不能用：}。"
            "请改正后再用；政策文件的写法见 desk policy schema。"
        ),
        (
            "The file {path} is not sound JSON{row:aside:it can't be read beyond row }{key:aside:twice, or no value: }."
            " Mend it and try again; desk policy schema tells what stands in a policy's file."
        ),
    ),
    "policy_draft_unknown": (
        "没有这份草稿（{draft}），它可能已被放弃。请用 desk policy list --drafts 查看。",
        "There is no such draft ({draft}); it may have been dropped. See desk policy list --drafts.",
    ),
    "draft_not_proposed": (
        "政策 {policy} 现在是“{state:policy_state}”，还没有提交审批。请先提交。",
        "Policy {policy} is {state:policy_state} and not laid before anybody yet; propose it first.",
    ),
    "draft_published": (
        "这份草稿已发布为 {policy}，不能再动。要改请另出新版本。",
        "This draft was published as {policy} and stays as it is. Make the next version to change it.",
    ),
    "draft_changed": (
        "政策 {policy} 的草稿在审批之后又改过，没有发布。请看过现在的内容再审批。",
        "The draft of policy {policy} was changed after it was approved, so it isn't published. Look at it again.",
    ),
    "draft_of_another": (
        "政策 {policy} 的草稿是 {author} 在另一台机器上写的，只能在那里改。",
        "The draft of policy {policy} was written by {author} on another machine, and can only be changed there.",
    ),
    "approver_missing": (
        "不知道是谁在审批政策 {policy}。请用自己的名字登录（--user）。",
        "Nobody knows who approves policy {policy}. Sign in with a name (--user).",
    ),
    "approver_is_author": (
        "政策 {policy} 是 {user} 自己写的，要由另一个人审批。请另一个人用 --user 登录后审批。",
        "Policy {policy} was written by {user}, so somebody else has to approve it, signed in with --user.",
    ),
    "request_waiting": (
        "关于政策 {policy} 的上一个请求（{by}）总部还没有答复。请先与总部同步。",
        "HQ has not answered what {by} asked about policy {policy} before. Exchange with HQ first.",
    ),
    "withdraw_reason_missing": (
        "停用政策 {policy} 要写明原因，经销商会看到。",
        "Say why policy {policy} is withdrawn; the dealers will read it.",
    ),
    "withdraw_past": (
        "政策 {policy} 不能停用到 {last}：早于今天 {today}，已开的单有效。最后一天最早为今天。",
        "Policy {policy} can't end on {last}: past orders stand. Its last day is today, {today}, at the earliest.",
    ),
    "withdraw_over": (
        "政策 {policy} 本来就到 {end} 为止，不用停用。",
        "Policy {policy} ends on {end} anyway; there is nothing to withdraw.",
    ),
    "withdraw_twice": (
        "政策 {policy} 已由 {by} 停用，最后一天是 {until}。",
        "Policy {policy} was withdrawn by {by} already; its last day is {until}.",
    ),
    "simulation_nothing": (
        "{start} 至 {end} 没有可以试算的单据。请换一段有单据的日子。",
        "There is no document to try it on from {start} to {end}. Choose days that have some.",
    ),
    "simulation_cancelled": (
        "试算已停止（{total} 之 {done}），没有结果。",
        "The simulation was stopped at {done} of {total}; there is no result.",
    ),
    "policy_note_withdrawn": (
        "已由 {by} 停用，最后一天是 {until}{reason:aside:原因：}",
        "Withdrawn by {by}; its last day is {until}{reason:aside}",
    ),
    "policy_note_state": ("此件{state}，不作执行依据。", "This is {state}; it is nothing to act by."),
    "policy_sound": (
        "政策 {policy} 第 {version} 版没有问题，可以保存。",
        "Policy {policy}, version {version}, is sound and can be saved.",
    ),
    "policy_saved": (
        "已存为草稿 {draft}。提交审批：desk policy propose {draft}",
        "Saved as draft {draft}. Lay it before a second person: desk policy propose {draft}",
    ),
    "policy_proposed": (
        "政策 {policy} 第 {version} 版已提交，要由另一个人审批：desk policy publish {draft} --user 姓名",
        "Policy {policy}, version {version}, waits for somebody else: desk policy publish {draft} --user NAME",
    ),
    "policy_published": (
        "政策 {policy} 第 {version} 版已发布，{start} 起执行。",
        "Policy {policy}, version {version}, is published and holds from {start}.",
    ),
    "policy_asked": (
        "已请总部办理政策 {policy} 第 {version} 版，下次同步后可见结果。",
        "HQ is asked about policy {policy}, version {version}; its answer comes with the next exchange.",
    ),
    "policy_withdrawn": (
        "政策 {policy} 第 {version} 版执行到 {end} 为止。",
        "Policy {policy}, version {version}, holds through {end} and no longer.",
    ),
    "policy_dropped": ("草稿已放弃。", "The draft is dropped."),
    "policy_written": ("政策已写入 {path}。", "The policy is written to {path}."),
    "policy_read_told": ("已告知总部：本店已阅。", "HQ will be told that it was read here."),
    "policies_none": ("没有政策。", "There are no policies."),
}
