"""Sentences about the practice company: made, entered, thrown away, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping

PRACTICE_SENTENCES: Mapping[str, tuple[str, str]] = {
    "practice_alone": (
        "这是练习公司，它只有自己的练习总部，不能登记到真的总部，也不能改地址。先离开练习公司，再在真账里做。",
        (
            "This is the practice company. It has a practice HQ of its own; it joins no real one, and its address "
            "stays. Leave the practice company and do this in the real books."
        ),
    ),
    "practice_hq_gone": (
        "练习总部的账不见了或打不开（{folder}）。真账不受影响；请把练习公司“重新开始”（desk practice anew）。",
        (
            "The practice HQ's books are missing or can't be opened ({folder}). Your real books are untouched; make "
            "the practice company anew (desk practice anew)."
        ),
    ),
    "practice_place_taken": (
        "{folder} 里有别的东西，不是练习公司，程序没有动它。请把它移走或改名，再试一次。",
        (
            "{folder} holds something else than the practice company, and it was left alone. Move or rename it and "
            "try again."
        ),
    ),
    "practice_unmade": (
        "练习公司没有做成，停在：{step}。真账不受影响，请再试一次；还不行，请告诉维护的人。",
        (
            "The practice company could not be made; it stopped at: {step}. Your real books are untouched. Try again; "
            "where that doesn't help, tell whoever looks after the program."
        ),
    ),
    "practice_made": (
        "练习公司已做好，在 {folder}。里面的命令加 --data {folder}；做错什么都不算数。",
        "The practice company is ready in {folder}. Commands in it take --data {folder}; nothing there counts.",
    ),
    "practice_there": (
        "练习公司在 {folder}，占 {size} MB。进去：desk practice open；重新开始：desk practice anew。",
        "The practice company is in {folder} ({size} MB). Enter it: desk practice open. Anew: desk practice anew.",
    ),
    "practice_none": (
        "还没有练习公司。它会做在 {folder}；现在做：desk practice make，或直接进去：desk practice open。",
        (
            "There is no practice company yet. It would lie in {folder}: desk practice make makes it, desk practice "
            "open makes and opens it."
        ),
    ),
    "practice_removed": (
        "练习公司已删除，真账没有动。",
        "The practice company is removed; your real books are untouched.",
    ),
    "practice_none_to_remove": ("没有练习公司，不用删除。", "There is no practice company to remove."),
    "restore_no_file": (
        "请先填备份文件在哪里，或按 Ctrl+O 去找。",
        "Say first where the backup is, or press Ctrl+O to look for it.",
    ),
    "backup_of_practice": (
        "{path} 是练习公司的备份，不算数，不能恢复成真账，什么都没有改。请选真账的备份。",
        (
            "{path} is a backup of the practice company. It doesn't count and can't become real books; nothing was "
            "changed. Choose a backup of your real books."
        ),
    ),
}
