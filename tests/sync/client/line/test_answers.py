"""What came instead of HQ's answer is told by what its first bytes are, and no more of it than a person can read."""

import gzip

import pytest

from sync.client.line.answers import seen_in
from sync.client.line.transport import Response

SIGN_IN = b"<html>sign in"


def zipped(raw):
    return gzip.compress(raw, mtime=0)


def seen(status=200, body=b"", headers=None, encrypted=False):
    return seen_in(Response(status, body, headers or {}, encrypted=encrypted))


@pytest.mark.parametrize(
    ("status", "body", "headers", "code"),
    [
        (200, SIGN_IN, {}, "answer_page"),
        (200, b"\xef\xbb\xbf \r\n\t<p>", {}, "answer_page"),
        (200, b"sign in", {"Content-Type": "text/html"}, "answer_page"),
        (200, zipped(SIGN_IN), {}, "answer_page"),
        (300, b"", {}, "answer_page"),
        (302, b"", {}, "answer_page"),
        (399, b"x", {}, "answer_page"),
        (299, b"x", {}, "answer_foreign"),
        (400, b"x", {}, "answer_foreign"),
        (404, SIGN_IN, {}, "answer_elsewhere"),
        (405, SIGN_IN, {}, "answer_elsewhere"),
        (410, SIGN_IN, {}, "answer_elsewhere"),
        (501, SIGN_IN, {}, "answer_elsewhere"),
        (500, SIGN_IN, {}, "answer_elsewhere"),
        (404, b"not here", {}, "answer_foreign"),
        (200, b"", {}, "answer_empty"),
        (200, zipped(b""), {}, "answer_empty"),
        (200, b"\x1f\x8brubbish", {}, "answer_packed"),
        (200, zipped(b"x")[:-1], {}, "answer_packed"),
        (200, zipped(b"x") + b"y", {}, "answer_packed"),
        (200, zipped(b"x" * 5_000_000), {}, "answer_foreign"),
    ],
)
def test_what_it_was_is_told(status, body, headers, code):
    assert seen(status, body, headers).code == code


@pytest.mark.parametrize("status", [200, 302, 404, 502])
def test_over_a_proven_line_a_page_is_that_of_the_gateway_before_hq(status):
    assert seen(status, SIGN_IN, encrypted=True).code == "answer_gateway"


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("http://wifi.example/login?next=1", "wifi.example"),
        ("http://user:secret@wifi.example:81/x", "wifi.example:81"),
        ("http://a@b@wifi.example/", "wifi.example"),
        ("/login", ""),
        ("", ""),
        ("http://[wrong/", ""),
        ("http://wi\u200bfi/", "wi·fi"),
        ("http://" + "a" * 90 + "/", "a" * 80),
    ],
)
def test_it_is_told_where_it_leads_without_names_and_passwords(location, where):
    for encrypted in (False, True):
        assert seen(302, b"", {"Location": location}, encrypted).facts == {"where": where}


@pytest.mark.parametrize(
    ("body", "saw"),
    [
        (b"hello\x00\x1b", "hello··"),
        ("甲".encode() * 90, "甲" * 80),
        (b"\xff\xfe", "\N{REPLACEMENT CHARACTER}" * 2),
        (b"x" * 81, "x" * 80),
        (zipped(b"packed rubbish"), "packed rubbish"),
    ],
)
def test_the_beginning_of_anything_else_is_shown(body, saw):
    assert seen(200, body).facts == {"saw": saw}
