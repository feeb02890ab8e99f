"""Sentences about the people of a desk: names, roles, passwords, what one may, and what HQ is asked for."""

from __future__ import annotations

from collections.abc import Mapping

PEOPLE: Mapping[str, tuple[str, str]] = {
    # ---- names and roles
    "user_name_empty": ("请填姓名。", "Please give a name."),
    "user_name_long": ("姓名太长，最多 {most} 个字。", "The name is too long; {most} characters at most."),
    "user_name_taken": (
        "这里已经有 {user} 了（不分大小写和全半角），请换一个姓名。",
        "There is a {user} here already (case and width don't count). Choose another name.",
    ),
    "user_unknown": (
        "这里没有叫 {user} 的人。用 desk user list 查看。",
        "Nobody here is called {user}. See desk user list.",
    ),
    "user_disabled": (
        "{user} 已停用，不能登录。请老板或管理员重新启用。",
        "{user} is shut out and can't sign in. Ask the owner or an administrator.",
    ),
    "user_last_head": (
        "{user} 是最后一个可以管理人员的人，不能停用或改角色。请先让另一个人接手。",
        "{user} is the last one who may look after the people, so this can't be. Give someone else that role first.",
    ),
    "role_unknown": ("没有 {role} 这个角色，可用的是：{known}。", "There is no role {role}; there are: {known}."),
    "people_known": (
        "这里已经有人员了，{user} 请由老板或管理员添加（desk user add）。",
        "There are people here already; {user} is to be added by the owner or an administrator (desk user add).",
    ),
    "enrol_user_needed": (
        "这是总部人员用的工作台，要先说明谁在这里工作：加 --user 姓名 再登记一次；注册码没有用掉。",
        "This desk is for HQ's own people, so say who works here: enrol again with --user NAME. The code still holds.",
    ),
    "enrolled_for_nobody": (
        "还没有说明谁在这里工作，账里只记系统的用户名。要按人登录和授权，用 desk user add 姓名 建第一个人。",
        "Nobody was named who works here; papers bear the system's user. To have people sign in: desk user add NAME.",
    ),
    "enrolled_without_user": (
        "这台电脑已经登记，但 {user} 没有建成：{reason} 请用 desk user add 再建。",
        "This machine is enrolled, but {user} was not made: {reason} Use desk user add.",
    ),
    "user_asks_role": (
        (
            "工作台 {desk} 说 {user} 是 {role:role}，总部还没有确认。请核实后用 desk user confirm {user} 确认；"
            "不认识就停用那台工作台。"
        ),
        (
            "Desk {desk} says that {user} is {role:role}; HQ has not confirmed it. Make sure, then desk user confirm "
            "{user}; if nobody knows him, shut that desk out."
        ),
    ),
    "user_confirmed": ("总部已确认 {user}（{role:role}）。", "HQ has confirmed {user} ({role:role})."),
    "user_confirm_asked": (
        "已请总部确认 {user}（{role:role}），下次交换后就有答复。",
        "HQ is asked to confirm {user} ({role:role}); the answer comes with the next exchange.",
    ),
    "user_not_asking": (
        "没有叫 {user} 的人在等总部确认。用 desk user list 查看。",
        "Nobody called {user} waits to be confirmed. See desk user list.",
    ),
    "user_at_several_desks": (
        "{user} 在几台工作台上都有：{known}。请用 --desk 说明是哪一台。",
        "There is a {user} at several desks: {known}. Say which with --desk.",
    ),
    "user_role_changed": (
        "{user} 的角色已改成 {role:role}，请再看一遍再确认。",
        "{user}'s role has become {role:role} meanwhile; look again, then confirm.",
    ),
    "request_author_unconfirmed": (
        (
            "总部还没有确认工作台 {desk} 的 {user}（{role:role}），请求不办理。"
            "请管理员在总部用 desk user confirm {user} 确认。"
        ),
        (
            "HQ has not confirmed {user} ({role:role}) of desk {desk}, so the request is not carried out. An "
            "administrator confirms it at HQ: desk user confirm {user}."
        ),
    ),
    "author_unknown_at_hq": (
        "这份提案写的是 {user}，总部没有确认过这个人，不能批准。请先确认（desk user confirm）。",
        "This was proposed in the name of {user}, whom HQ has not confirmed. Confirm him first (desk user confirm).",
    ),
    "approver_unknown": (
        "批准人 {user} 总部不认识，请求不办理。",
        "HQ knows no {user} who could approve this, so the request is not carried out.",
    ),
    "user_made": ("已添加 {user}（{role:role}）。", "{user} is added ({role:role})."),
    "user_changed": ("{user} 现在是 {role:role}，{state}。", "{user} is now {role:role}, {state}."),
    "password_set": ("{user} 的密码已更新。", "The password of {user} is set."),
    # ---- signing in
    "user_needed": (
        "请说明是谁在操作：--user 姓名（或环境变量 DESK_USER）。这里有：{known}。",
        "Say who works: --user NAME (or the variable DESK_USER). There are: {known}.",
    ),
    "login_needed": ("请先登录，再做这一步。", "Sign in first."),
    "new_password_needed": (
        "还没有给 {user} 的新密码，这里也没有终端可以输入。请用环境变量 DESK_NEW_PASSWORD 给出；留空就是不设。",
        (
            "The new password of {user} is missing, and there is no terminal to type it on. Give it in the variable "
            "DESK_NEW_PASSWORD; empty for none."
        ),
    ),
    "password_needed": (
        "需要 {user} 的密码，但这里没有终端可以输入。请用环境变量 DESK_PASSWORD 给出。",
        (
            "The password of {user} is needed, and there is no terminal to type it on. Give it in the variable "
            "DESK_PASSWORD."
        ),
    ),
    "password_missing": ("总部的人员必须有密码。", "People of HQ need a password."),
    "password_short": ("密码太短，至少 {least} 个字符。", "The password is too short; at least {least} characters."),
    "password_long": ("密码太长，最多 {most} 个字符。", "The password is too long; {most} characters at most."),
    "passwords_differ": ("两次输入的不一样，请再输一遍。", "What was typed twice differs. Type it again."),
    "password_wrong": (
        "{user} 的密码不对，还可以再试 {left} 次。",
        "That is not the password of {user}. Tries left: {left}.",
    ),
    "password_locked": (
        "{user} 的密码连续输错太多次，请 {minutes} 分钟后再试。",
        "The password of {user} was wrong too often. Try again in {minutes} minutes.",
    ),
    "password_choice": (
        "请设一个密码，或勾选下面的“不要密码”。",
        "Set a password, or tick “No password” below.",
    ),
    "password_superfluous": (
        "{user} 没有设密码。请清空密码再登录；想要密码，登录后在“设置”里设（Alt+K）。",
        "{user} has no password. Leave it empty to sign in; to have one, set it in Settings (Alt+K) afterwards.",
    ),
    "password_not_set": (
        "{user} 在这台电脑上还没有密码。请管理员设一个（desk user password），或用总部的新注册码重新登记。",
        (
            "{user} has no password on this machine yet. An administrator sets one (desk user password), or enrol anew "
            "with a code of HQ."
        ),
    ),
    # ---- what one may
    "not_permitted": (
        "{user}（{role:role}）不能做这件事：{action:action}。请有权限的人来做，或请老板、管理员调整角色。",
        (
            "{user} ({role:role}) may not do this: {action:action}. Ask someone who may, or have the owner or an "
            "administrator change the role."
        ),
    ),
    "cost_hidden": (
        "{user}（{role:role}）不能看进价、进货金额和与供货方的往来账。请老板或会计来看，或请老板调整角色。",
        (
            "{user} ({role:role}) may not see cost, amounts of purchases or the account with the supplier. Ask the "
            "owner or the accountant, or have the owner change the role."
        ),
    ),
    "cost_hidden_unsigned": (
        "没有人登录，不能看进价、进货金额和与供货方的往来账。请老板或会计登录来看。",
        (
            "Nobody is signed in, so cost, amounts of purchases and the account with the supplier aren't shown. Have "
            "the owner or the accountant sign in."
        ),
    ),
    "not_at_hq_desk": (
        "这是总部人员的工作台，不写总部的单据（{action:action}）。请在总部账套里做，或在这里请求总部处理。",
        (
            "This is a desk of HQ's people and doesn't write HQ's documents ({action:action}). Do it in HQ's books, or "
            "ask HQ from here."
        ),
    ),
    "only_at_hq": ("这件事只有总部的人能做。", "Only HQ's people can do this."),
    # ---- what HQ is asked for
    "request_unknown": (
        "总部的程序不认识“{verb}”这种请求，请先升级总部。",
        "HQ's program doesn't know the request “{verb}”. Upgrade HQ first.",
    ),
    "request_author_unknown": (
        "工作台 {desk} 没有在用的人员 {user}，请求不办理。",
        "Desk {desk} has nobody at work called {user}, so the request is not carried out.",
    ),
    "request_not_done": (
        "总部办理请求时程序出错，下次会再试；别的请求不受影响。一再如此，请查看总部服务的日志。",
        "HQ failed at a request and will try again; others are not affected. Where it goes on, look into HQ's log.",
    ),
    "request_sent": (
        "{by} {at} 请求总部“{verb:verb}”，下次交换后就有答复。",
        "{by} asked HQ at {at} to {verb:verb}; the answer comes with the next exchange.",
    ),
    "request_refused": (
        "{by} 请求总部“{verb:verb}”（{subject}），没有办成：{reason}",
        "{by} asked HQ to {verb:verb} ({subject}), and it was refused: {reason}",
    ),
    "draft_proposed": (
        "{author} 提出了政策 {policy} 第 {version} 版，等另一个人批准发布。",
        "{author} proposed policy {policy} version {version}; a second person has to approve it.",
    ),
    "adjustment_proposed": (
        "{author} 提出了返利调整 {amount}（{dealer}，{period}），等另一个人批准。",
        "{author} proposed a rebate adjustment of {amount} ({dealer}, {period}); a second person has to approve it.",
    ),
}
