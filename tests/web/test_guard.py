"""Who is answered: this browser, from our own pages, and nobody else."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.xdist_group("browser")


def _raw(url: str, request: str) -> str:
    """The head of the answer to bytes that no browser would send."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request.encode())
        return connection.recv(4096).decode(errors="replace")


@pytest.fixture
def client(workbench: Any, session: Path) -> Iterator[httpx.Client]:
    """A program with the browser's cookies."""
    import json

    cookies = {cookie["name"]: cookie["value"] for cookie in json.loads(session.read_text())["cookies"]}
    with httpx.Client(base_url=workbench.url, cookies=cookies, timeout=60) as opened:
        yield opened


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""])
def test_a_wrong_host_is_refused(workbench: Any, host: str) -> None:
    head = _raw(workbench.url, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    assert head.startswith("HTTP/1.1 421")


def test_no_cookie_no_evidence(workbench: Any) -> None:
    for path in ("/", "/desk.json", "/search?q=a", "/custody", "/static/govah.js"):
        assert httpx.get(workbench.url + path).status_code == 401


def test_the_address_works_once(workbench: Any, session: Path) -> None:
    assert httpx.get(workbench.entrance).status_code == 401
    assert httpx.get(workbench.url + "/enter?token=").status_code == 401


@pytest.mark.parametrize(("lang", "step"), [("en", "start it again"), ("fa", "از نو اجرا کنید")])
def test_a_used_address_says_what_to_do_next(workbench: Any, session: Path, lang: str, step: str) -> None:
    answer = httpx.get(workbench.entrance, headers={"accept-language": lang})
    assert step in answer.text
    assert "govah --case DIR serve" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert httpx.get(workbench.url + "/static/govah.css").status_code == 200, "it is drawn like the other pages"


def test_a_used_address_leads_in_whoever_is_in_already(client: httpx.Client, workbench: Any) -> None:
    answer = client.get(workbench.entrance.removeprefix(workbench.url))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_a_form_of_another_page_is_refused(client: httpx.Client, origin: str) -> None:
    answer = client.post("/mark", data={"passage": "x"}, headers={"origin": origin})
    assert answer.status_code == 403
    assert answer.text.startswith("Refused")


def test_a_form_that_does_not_say_where_it_comes_from_is_refused(client: httpx.Client) -> None:
    assert client.post("/mark", data={"passage": "x"}).status_code == 403
    assert client.post("/mark", data={"passage": "x"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_another_site_cannot_even_look(client: httpx.Client) -> None:
    assert client.get("/desk.json", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/desk.json", headers={"sec-fetch-site": "none"}).status_code == 200


def test_every_answer_carries_the_policy(client: httpx.Client) -> None:
    for path in ("/", "/nowhere", "/static/govah.js", "/exhibits.json"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_the_cookie_is_for_this_workbench_only(session: Path) -> None:
    import json

    (cookie,) = [one for one in json.loads(session.read_text())["cookies"] if one["name"] == "govah"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"


def test_no_address_gives_a_leaked_file(client: httpx.Client, workbench: Any) -> None:
    sha = workbench.exhibit("invitation.pdf")
    kept = workbench.case / "exhibits" / sha[:2] / sha
    assert kept.is_file()
    for path in (
        f"/exhibits/{sha[:2]}/{sha}",
        f"/static/../../../exhibits/{sha[:2]}/{sha}",
        f"/static/%2e%2e/%2e%2e/{sha}",
        f"/exhibit/{sha}/file",
    ):
        assert b"%PDF" not in client.get(path).content
    drawn = client.get(f"/exhibit/{sha}/picture?page=1&width=400")
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")


def test_every_page_has_its_twin(client: httpx.Client, workbench: Any) -> None:
    sha = workbench.exhibit("invitation.pdf")
    assert client.get("/desk.json").json()["exhibits"] >= 6
    assert client.get("/search.json", params={"q": "کهراب"}).json()["total"] >= 4
    assert {line["status"] for line in client.get("/exhibits.json").json()} >= {"ok", "damaged"}
    told = client.get(f"/exhibit/{sha}.json").json()
    assert told["letters"][0]["number"] == "77/12"
    assert "advise against" in told["pages"][0]["text"]
    assert {"letters", "ghosts"} == client.get("/letters.json").json().keys()


def test_what_is_not_there_is_said_with_what_to_do(client: httpx.Client) -> None:
    for path, status in (("/nowhere", 404), ("/exhibit/00000000", 404), ("/exhibit/zz", 400)):
        answer = client.get(path)
        assert answer.status_code == status
        assert '<div class="refused">' in answer.text
        assert "Traceback" not in answer.text
    assert client.get("/exhibit/00000000.json").json()["remedy"]
    assert client.get("/search.json", params={"q": '"open', "before": "no date"}).status_code == 400
