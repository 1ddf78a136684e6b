"""DKIM: the body hashes of the examples in RFC 6376 (A.2) and RFC 8463 (A.3), and of bodies that were changed."""

import pytest

from govah.read.traces.mail import seals

BODY = b"Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n"
HEADERS = (
    b"DKIM-Signature: v=1; a=%b; s=brisbane; d=example.com;\r\n"
    b"      c=%b; q=dns/txt; i=joe@football.example.com;\r\n"
    b"      h=Received : From : To : Subject : Date : Message-ID;\r\n"
    b"      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv\r\n 8=;\r\n"
    b"      b=AAAA;\r\n"
    b"From: Joe SixPack <joe@football.example.com>\r\n"
    b"Subject: Is dinner ready?\r\n\r\n"
)


def mail(body: bytes, way: bytes = b"simple/simple", algorithm: bytes = b"rsa-sha256") -> bytes:
    return HEADERS % (algorithm, way) + body


@pytest.mark.parametrize("way", [b"simple/simple", b"relaxed/relaxed", b"simple/relaxed", b"relaxed"])
def test_the_examples_of_the_standards(way: bytes) -> None:
    (seal,) = seals(mail(BODY, way))
    assert (seal.domain, seal.selector, seal.algorithm, seal.agrees) == ("example.com", "brisbane", "rsa-sha256", True)


def test_ed25519_hashes_its_body_alike() -> None:
    (seal,) = seals(mail(BODY, b"relaxed/relaxed", b"ed25519-sha256"))
    assert seal.agrees


def test_line_ends_of_a_mailbox() -> None:
    (seal,) = seals(mail(BODY).replace(b"\r\n", b"\n"))
    assert seal.agrees


def test_what_each_way_lets_pass() -> None:
    spaced = BODY.replace(b"game. Are", b"game. \t Are").replace(b"Joe.\r\n", b"Joe. \r\n\r\n\r\n")
    assert next(seals(mail(spaced, b"relaxed/relaxed"))).agrees
    assert not next(seals(mail(spaced, b"simple/simple"))).agrees
    assert next(seals(mail(BODY + b"\r\n\r\n", b"simple/simple"))).agrees


def test_a_changed_body() -> None:
    assert next(seals(mail(BODY.replace(b"lost", b"won")))).agrees is False


def test_what_cannot_be_told() -> None:
    assert next(seals(mail(BODY, algorithm=b"rsa-md9"))).agrees is None
    assert list(seals(b"From: a@b.example\r\n\r\nDKIM-Signature: v=1; bh=x\r\n")) == []
    assert list(seals(b"")) == []
    assert next(seals(b"dkim-signature: a=rsa-sha256; bh=***\r\n\r\nx\r\n")).agrees is False
