"""What the troubles with a file, a line or a database server are called."""

from __future__ import annotations

from collections.abc import Mapping

TROUBLES: Mapping[str, tuple[str, str]] = {
    # ---- files
    "denied": ("没有权限", "no permission"),
    "read_only": ("磁盘或文件夹是只读的", "the disk or folder is read-only"),
    "full": ("磁盘已满", "the disk is full"),
    "too_large": ("超过了允许的文件大小", "larger than files may be there"),
    "is_folder": ("那里是一个文件夹，不是文件", "a folder stands there and no file"),
    "is_file": ("那里是一个文件，不是文件夹", "a file stands there and no folder"),
    "missing": ("没有这个文件或文件夹", "there is no such file or folder"),
    "in_use": ("正被别的程序使用", "another program holds it"),
    "long_name": ("名称太长", "the name is too long"),
    "disk": ("磁盘读写失败", "the disk failed"),
    "failed": ("系统不肯执行", "the system refused"),
    "damaged": ("文件已损坏", "the file is damaged"),
    "unreadable": ("内容读不懂", "what stands in it can't be read"),
    # ---- records
    "broken_off": ("内容残缺，不成一条完整的记录", "it is broken off, or no whole record"),
    "field_missing": ("缺少必须有的一项", "something that it must say is missing"),
    "field_kind": ("有一项写法不对", "one of its fields is written wrongly"),
    "not_text": ("里面的文字编码不对", "its text is in no known encoding"),
    "too_deep": ("层次套得太深", "it is nested too deep"),
    "contradicts": ("与账上已有的记录冲突", "it contradicts what the books hold"),
    "defect": (
        "程序没能处理它，请把支持包交给维护的人",
        "the program failed at it; give the support bundle to whoever helps",
    ),
    # ---- ports
    "port_taken": ("已被别的程序占用", "another program has it"),
    "address_elsewhere": ("不是这台机器的地址", "it is no address of this machine"),
    # ---- lines
    "closed": ("对方断开了连接", "the other end closed it"),
    "cut_short": ("答复没有传完就断了", "it ended before the answer was whole"),
    "garbled": ("对方说的不是网页协议（HTTP）", "the other end doesn't speak HTTP rightly"),
    "unnamed": ("找不到这个主机名", "there is no machine of this name"),
    "refused": ("那个端口没有服务", "nothing serves that port"),
    "silent": ("没有回应", "nothing answers"),
    "no_way": ("网络到不了那里", "there is no way there"),
    "not_tls": ("对方不说 TLS", "the other end speaks no TLS"),
    # ---- database servers
    "password": ("密码不对", "the password is wrong"),
    "user_unknown": ("没有这个数据库用户", "there is no such user of the database"),
    "no_database": ("没有这个数据库", "there is no such database"),
    "not_let_in": ("服务器不许从这台机器连接", "the server lets nobody in from this machine"),
    "many_open": ("连接太多", "too many connections"),
    "broken": ("原因不明", "for a reason unknown"),
}
