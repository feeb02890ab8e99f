"""Sentences about what comes back after HQ, a desk, or both were set back to a backup."""

from __future__ import annotations

from collections.abc import Mapping

RESTORING: Mapping[str, tuple[str, str]] = {
    "entries_returned": (
        "总部由备份恢复过，丢了 {stream} 的 {count} 条；本机还有，已交还总部，等总部的人收回。",
        "HQ was set back and lost {count} entries of {stream}; this desk gave them back, and HQ's people decide.",
    ),
    "entries_not_returned": (
        "总部由备份恢复过，但没有收下本机交还的 {stream}（{code}）；这些内容仍留在本机。请与总部联系。",
        "HQ was set back but didn't take what this desk has of {stream} ({code}); it is kept here. Speak to HQ.",
    ),
    "returned_unproven": (
        "交还的 {stream} 不是总部签过名的内容。",
        "What was given back of {stream} isn't what HQ once signed.",
    ),
    "hq_set_back": (
        "总部由备份恢复过。有 {orders} 张订单在等各工作台交还恢复前的答复，最多等一天。看 desk hq returned。",
        "HQ was set back. {orders} orders wait, a day at most, for desks to bring back answers: desk hq returned.",
    ),
    "hq_set_back_quiet": (
        "总部由备份恢复过；各工作台下次交换时会交还总部缺的内容，没有订单在等。",
        "HQ was set back; desks give back what it lacks as they exchange. No order waits for that.",
    ),
    "replaced_unread": (
        "旧账 {path} 读不出来，只有它才有的内容无法交还总部。文件仍在；有更好的副本，请用 desk kept look 指明。",
        "The former book {path} can't be read; what only it holds stays there. Have a better copy? desk kept look.",
    ),
    "book_of_another_desk": (
        "{path} 是另一台工作台的账，这里用不上。请到那台机器上用，或选本机的备份。",
        "{path} is another desk's book and of no use here. Use it at that machine, or choose a backup of this one.",
    ),
    "book_of_another_hq": (
        "那是另一个总部的账（密钥不同），没有读入。请选本总部的备份或旧数据库。",
        "That book belongs to another HQ (another key); nothing was read. Choose a backup or database of this HQ.",
    ),
    "returned_waiting": (
        "总部由备份恢复过，有 {count} 条恢复前的记录等人决定收回还是不收（在这里按 Enter，或 desk hq returned）。",
        "HQ was set back; {count} records from before wait to be taken or left (Enter here, or desk hq returned).",
    ),
    "returned_passed": (
        "一条都没有收（共 {count} 条）：恢复后已另作处理，或没有逐条签名。请重新查看清单。",
        "Nothing was taken (of {count}): something was done since, or they aren't signed one by one. Look again.",
    ),
    "wish_take_returned": ("收回交还的记录：{about}。", "Take back what came back: {about}."),
    "wish_leave_returned": ("不收交还的记录：{about}。", "Leave what came back: {about}."),
    "rejoined": (
        "已用新密钥重新接入总部（{name}，单号前缀 {prefix}）；账和没送出的都在，现在交换一次。",
        "This desk is back with HQ under a new key ({name}, prefix {prefix}); books and what waits stay. Exchange now.",
    ),
    "returned_home": (
        "有 {count} 条工作台自己的记录由别的工作台交还，等那台工作台下次交换时重新写入。",
        "{count} records of a desk came back from another and wait for that desk to write them again.",
    ),
    "returned_changed": ("恢复后这条记录已另改", "Changed since the restore"),
    "returned_decided": ("恢复后对同一订单另有处理", "The order was dealt with since"),
    "returned_decided_now": ("现在开始答复等待的订单。", "Waiting orders are being answered now."),
    "returned_elsewhere": ("这条记录已在别处", "The record lives elsewhere now"),
    "returned_by_head_only": ("总部只签了末条", "Signed as a whole only"),
}
