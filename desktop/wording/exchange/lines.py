"""Sentences about the line to HQ: how HQ is proven, what stands between, and what went wrong on the way."""

from __future__ import annotations

from collections.abc import Mapping

LINES: Mapping[str, tuple[str, str]] = {
    # ---- how HQ is reached
    "hq_insecure": (
        (
            "{url} 不加密：注册码、签名和单据在路上谁都能看到和改动，所以没有发送。请改用 https:// 地址；"
            "确实只能这样时，用命令加 --insecure（desk enrol … "
            "--insecure，或 desk line --insecure）。"
        ),
        (
            "{url} is not encrypted: anyone on the way could read and change what is sent, so nothing was sent. "
            "Use an https:// address; where that can't be, type --insecure (desk enrol … --insecure, or desk line "
            "--insecure)."
        ),
    ),
    "hq_insecure_here": (
        (
            "{url} 不加密：注册码、签名和单据在路上谁都能看到和改动，所以没有发送。请改用 https:// 地址；"
            "确实只能这样时，在下面照样输入那几个字。"
        ),
        (
            "{url} is not encrypted: anyone on the way could read and change what is sent, so nothing was sent. "
            "Use an https:// address; where that can't be, type the word that is asked for below."
        ),
    ),
    "hq_pin_needs_tls": (
        "已知总部密钥的指纹，而 {url} 不加密，无从核对，所以没有发送。请改用 https:// 地址。",
        (
            "The print of HQ's key is known, but {url} is not encrypted and can't prove it; nothing was sent. Use "
            "https://."
        ),
    ),
    "line_insecure": (
        "与总部的线路（{url}）不加密，是有人明确同意的。总部有了证书后，请用 desk line --hq https://… 改过来。",
        (
            "The line to HQ ({url}) is not encrypted, as somebody agreed. Once HQ has a certificate, change it "
            "with desk line --hq https://…"
        ),
    ),
    "code_incomplete": (
        "注册码有 {letters} 个字符，应为 10 个，或连同指纹共 {whole} 个。请把后两组也输全，没有发送任何内容。",
        "The code has {letters} characters; it is 10, or {whole} with the print. Type all groups; nothing was sent.",
    ),
    "line_changed": (
        "总部地址已改为 {url}。",
        "HQ's address is {url} from now on.",
    ),
    "line_shown": (
        "总部地址 {url}。",
        "HQ's address is {url}.",
    ),
    "line_pinned": (
        "总部以自己的证书证明身份，密钥指纹 {print}。",
        "HQ proves itself by a certificate of its own; its key's print is {print}.",
    ),
    "line_other_hq": (
        "{url} 是另一个总部（{dealer}），不是这台工作台的总部，地址没有改。",
        "{url} is another HQ ({dealer}) than this desk's; the address was not changed.",
    ),
    # ---- why it didn't answer
    "line_name": (
        "找不到这个主机名：网络不通，或地址写错了。",
        "No machine of this name is found: there is no network, or the address is wrong.",
    ),
    "line_refused": (
        "机器在，但这个端口没有服务：总部服务没开，或端口不对。",
        "The machine is there, but nothing serves this port: HQ's service is down, or the port is wrong.",
    ),
    "line_network": (
        "网络没有连上，或到不了那里。",
        "There is no network, or no way there.",
    ),
    "line_broken": (
        "连接断了：{how:trouble}。",
        "The connection broke: {how:trouble}.",
    ),
    "line_is_tls": (
        "总部那一端要加密：地址应是 https://，不是 http://。请改了地址再试。",
        "HQ's end wants encryption: its address begins with https:// and not http://. Change it and try again.",
    ),
    "line_silent": (
        "连不上，没有回应：网络不通，或被防火墙挡住。",
        "Nothing answers: there is no network, or a firewall is in the way.",
    ),
    "line_slow": (
        "连上了，但迟迟没有答完。",
        "It was reached but didn't finish its answer.",
    ),
    "line_script": (
        "连不上；系统的代理由脚本（{script}）决定，本程序不读脚本，请用环境变量 HTTPS_PROXY 写明代理。",
        (
            "Nothing answers; this system's proxy is chosen by a script ({script}), which this program doesn't "
            "read: name the proxy in the variable HTTPS_PROXY."
        ),
    ),
    # ---- proxies
    "hq_proxy": (
        "经过代理 {proxy} 连不上总部 {url}。{detail}单据都已存好。",
        "HQ at {url} can't be reached through the proxy {proxy}. {detail} Everything is saved.",
    ),
    "proxy_unreachable": (
        "代理本身连不上（{how:trouble}），请检查系统的代理设置。",
        "The proxy itself can't be reached ({how:trouble}); look at the system's proxy settings.",
    ),
    "proxy_password": (
        "代理要用户名和密码，请问网络管理员，写成 HTTPS_PROXY=http://用户:密码@代理:端口。",
        (
            "It asks for a name and password; ask whoever runs the network, and write "
            "HTTPS_PROXY=http://NAME:PASSWORD@PROXY."
        ),
    ),
    "proxy_refused": (
        "代理不放行（{status}），请网络管理员放行这个地址。",
        "It doesn't let this through ({status}); ask whoever runs the network to allow the address.",
    ),
    "proxy_kind": (
        "本程序不能用这种代理（只能用 http 和 https 代理）。",
        "This program can't use a proxy of this kind (only http and https ones).",
    ),
    # ---- certificates
    "certificate_key": (
        (
            "对方的密钥不是登记时核对过的那个。可能有人冒充总部，也可能总部换了密钥。请打电话问总部：确实换了，"
            "就向总部要新的指纹，运行 desk line --print 指纹。"
        ),
        (
            "The key is another than the one that was proven at enrolment. Somebody may pose as HQ, or HQ changed "
            "its key. Ask HQ by telephone; if it did, ask for the new print and run desk line --print PRINT."
        ),
    ),
    "certificate_key_typed": (
        (
            "对方的密钥与所输的指纹（注册码后两组）对不上。先核对有没有抄错一个字，地址是不是总部的；"
            "都没有错，就可能有人冒充总部，请打电话问总部。"
        ),
        (
            "Its key isn't the one of the print that was typed (the last two groups of the code). Look for a mistyped "
            "letter and whether the address is HQ's; if both are right somebody may pose as HQ: ask HQ by telephone."
        ),
    ),
    "certificate_unknown": (
        (
            "签发者（{issuer}）本机不信任。总部用自己的证书时，请向总部要带指纹的注册码（四组）；"
            "签发者是公司、杀毒软件或上网设备时，有东西在中间看内容，请问网络管理员。"
        ),
        (
            "This machine doesn't trust the issuer of its certificate ({issuer}). Where HQ has one of its own, ask for "
            "a code with the print (four groups); where the issuer is a company, a virus scanner or a network "
            "box, something reads along: ask whoever runs the network."
        ),
    ),
    "certificate_name": (
        "证书是给别的主机名的，不是给 {host} 的。请核对地址。",
        "Its certificate is made out to another name than {host}. Check the address.",
    ),
    "certificate_expired": (
        "证书已于 {ends} 过期，请告诉总部换新。",
        "Its certificate expired on {ends}; tell HQ to renew it.",
    ),
    "certificate_early": (
        "证书到 {begins} 才生效。请先看本机日期对不对，再告诉总部。",
        "Its certificate is not valid before {begins}. Look at this machine's date first, then tell HQ.",
    ),
    "certificate_clock": (
        "证书没有问题，是本机时钟不对：本机 {here}，对方 {there}（UTC）。请校准日期和时间后再试。",
        ("The certificate is good but this machine's clock is wrong: {here} here, {there} there (UTC). Set the clock."),
    ),
    "certificate_none": (
        "对方不说 TLS，或说的不合要求。请核对地址和端口，也许应是 http://。",
        "The other end speaks no TLS, or none that will do. Check address and port; perhaps it is http://.",
    ),
    # ---- what came instead of an answer
    "answer_page": (
        "来的是一个网页{where:aside:}。多半是酒店或 Wi-Fi 的登录页：请打开浏览器登录网络，再交换。",
        (
            "A web page came{where:aside:}, most likely a hotel's or Wi-Fi's: sign in to the network with a "
            "browser first."
        ),
    ),
    "answer_elsewhere": (
        "来的是别的网站的网页：这个地址和端口上不是总部的服务，请与总部核对。",
        "Another server's page came: what stands at this address and port isn't HQ's service; compare them with HQ.",
    ),
    "answer_blocked": (
        "来的是一个网页{where:aside:}，说不许访问：多半是防火墙、杀毒软件或上网管理挡住了，请网络管理员放行。",
        "A web page came{where:aside:} that forbids the way: a firewall or virus scanner, most likely. Have it opened.",
    ),
    "answer_gateway": (
        "来的是一个网页{where:aside:}，总部服务前面的网关没有把请求转给它，请告诉总部。",
        "A web page came{where:aside:}: what stands before HQ's service doesn't pass requests on; tell HQ.",
    ),
    "answer_packed": (
        "压缩的内容是坏的或不完整。",
        "It is compressed wrongly, or cut short.",
    ),
    "answer_empty": (
        "答复是空的。",
        "It is empty.",
    ),
    "answer_too_large": (
        "答复大得不合理。",
        "It is larger than HQ's ever are.",
    ),
    "answer_foreign": (
        "看到的是“{saw}”。",
        "It says “{saw}”.",
    ),
    "answer_nonce": (
        "会话总是对不上。",
        "It never accepts the session it gave.",
    ),
    "answer_unsigned": (
        "总部的答复一向带着签名，这份没有：线路未加密，可能有人冒充总部。请与总部核对，最好改用 https。",
        (
            "HQ has always signed its answers to this desk, and this one isn't signed: the line isn't encrypted, so "
            "somebody may pose as HQ. Compare with HQ, and better use https."
        ),
    ),
    "answer_forged": (
        "答复上的签名不是总部的：有人在线路上改动或冒充。请告诉总部，最好改用 https。",
        "It isn't signed by HQ's key: somebody on the line changes answers or poses as HQ. Tell HQ; better use https.",
    ),
    "answer_key": (
        "它给的总部公钥不成样子。",
        "The key it gives as HQ's is none.",
    ),
    "answer_vouched": (
        "它替本机密钥作的保证不是总部签的。",
        "Its word on this desk's key isn't signed by HQ.",
    ),
    "answer_digests": (
        "用来核对的摘要不全。",
        "The digests to compare by aren't whole.",
    ),
    "answer_records": (
        "给 {stream} 改正用的记录不是所问的那些。",
        "Records to mend {stream} aren't those that were asked for.",
    ),
    "page_signature": (
        "{stream} 的一页，签名不是总部的。",
        "A page of {stream} bears a signature that isn't HQ's.",
    ),
    "answer_no_progress": (
        "它说还有内容，却什么也没给。",
        "It says that there is more, and nothing comes of it.",
    ),
    "answer_epochs": (
        "它在一次交换里两次另起数据流。",
        "It began its streams anew twice in one exchange.",
    ),
    "answer_own_twice": (
        "它不认刚从它那里取回的本机数据流。",
        "It doesn't accept this desk's own stream as it gave it a moment ago.",
    ),
    "listening_failed": (
        "等候总部的消息时程序出了错，请再交换一次。",
        "The program failed while it waited for news; exchange once more.",
    ),
    # ---- pages and parts that can't be
    "page_elsewhere": (
        "{stream} 的一页从 {epoch}/{first} 开始，而本机到 {held_epoch}/{held}，接不上。",
        "A page of {stream} begins at {epoch}/{first}, but {held_epoch}/{held} is held here.",
    ),
    "page_names": (
        "{stream} 的一页里有不可能的名称。",
        "A page of {stream} holds a name that can't be.",
    ),
    "page_order": (
        "{stream} 的一页（{first} 到 {last}）编号次序不对。",
        "In a page of {stream}, {first} to {last}, the numbers are out of order.",
    ),
    "page_missing": (
        "{stream} 的一页（{first} 到 {last}）缺号。",
        "In a page of {stream}, {first} to {last}, numbers are missing.",
    ),
    "page_chain": (
        "{stream} 的一页（{first} 到 {last}）校验链断开。",
        "In a page of {stream}, {first} to {last}, the chain breaks.",
    ),
    "page_bodies": (
        "{stream} 的一页（{first} 到 {last}）缺内容。",
        "In a page of {stream}, {first} to {last}, a body is missing.",
    ),
    "page_own": (
        "它把本机自己的数据流 {stream} 当作别处的送来。",
        "It sends this desk's own stream {stream} as another's.",
    ),
    "parts_listed": (
        "分段清单不合理。",
        "Their list can't be.",
    ),
    "parts_own": (
        "它要用分段替换本机自己的数据流。",
        "They would replace this desk's own stream.",
    ),
    "parts_counted": (
        "有一段的条数不对。",
        "One of them holds another number of records.",
    ),
    "parts_digest": (
        "内容与摘要不符。",
        "Their records aren't those of the stream's digest.",
    ),
    "parts_named": (
        "有一段与它的名称不符。",
        "One of them is something else than its name says.",
    ),
    "parts_contradict": (
        "有两条记录互相矛盾。",
        "Two of their records contradict each other.",
    ),
    "parts_unreadable": (
        "有一段读不出。",
        "One of them can't be read.",
    ),
    # ---- serving with TLS
    "serve_insecure": (
        (
            "{host} 对外服务而没有加密：注册码和单据在路上谁都能看到。请先运行 desk hq certificate，"
            "再用 --tls-cert 和 --tls-key；前面另有加密的网关时，加 "
            "--insecure。"
        ),
        (
            "Serving {host} without encryption would let anyone on the way read codes and papers. Run desk hq "
            "certificate and use --tls-cert and --tls-key; where a gateway before it encrypts, add --insecure."
        ),
    ),
    "serve_insecure_told": (
        "注意：{host} 没有加密。只有前面另有加密的网关时才可以这样。",
        "Mind: {host} is not encrypted. That is right only where a gateway before it encrypts.",
    ),
    "tls_both": (
        "--tls-cert 和 --tls-key 要一起写。",
        "Write both: --tls-cert and --tls-key.",
    ),
    "tls_missing": (
        "没有文件 {path}。",
        "There is no file {path}.",
    ),
    "tls_certificate_unreadable": (
        "{path} 里读不出证书（{detail:trouble}）。应为 PEM 格式的文件。",
        "{path} holds no certificate that can be read ({detail:trouble}); it is to be a PEM file.",
    ),
    "tls_key_unreadable": (
        "{path} 里读不出密钥（{detail:trouble}）。应为 PEM 格式、不带密码的文件。",
        "{path} holds no key that can be read ({detail:trouble}); it is to be a PEM file without a password.",
    ),
    "tls_name_wrong": (
        "“{name}”不是主机名或 IP 地址。",
        "“{name}” is no host name and no IP address.",
    ),
    "tls_mismatched": (
        "证书 {certificate} 和密钥 {key} 不是一对。",
        "The certificate {certificate} and the key {key} don't belong together.",
    ),
    "tls_expired": (
        (
            "证书 {path} 的有效期是 {begins} 至 {ends}，今天不在其内。"
            "自己的证书请再运行 desk hq certificate（密钥不变）。"
        ),
        (
            "The certificate {path} holds from {begins} to {ends}, which is not today. One of your own is renewed "
            "by desk hq certificate, with the same key."
        ),
    ),
    "certificate_made": (
        (
            "已写好证书 {certificate} 和密钥 {key}，到 {ends} 有效，密钥指纹 {print}。"
            "用 desk hq serve --tls-cert … --tls-key … 启用。"
        ),
        (
            "The certificate {certificate} and key {key} are written, valid until {ends}; the key's print is "
            "{print}. Use them with desk hq serve --tls-cert … --tls-key …"
        ),
    ),
}
