"""Scripts and styles arrive squeezed and whole; what carries a secret is never squeezed."""

import requests

from tests.serving import Server

SCRIPT = "/static/vendor/socket.io/socket.io.esm.min.js"


def test_a_script_arrives_squeezed_and_is_the_same_script(server: Server) -> None:
    squeezed = requests.get(server.url + SCRIPT, timeout=10)
    plain = requests.get(server.url + SCRIPT, headers={"Accept-Encoding": "identity"}, timeout=10)
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert int(squeezed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2
    assert "Content-Encoding" not in plain.headers
    assert squeezed.content == plain.content
    assert "Accept-Encoding" in plain.headers["Vary"]
    again = requests.get(server.url + SCRIPT, timeout=10)
    assert again.content == plain.content


def test_a_browser_asks_again_and_gets_nothing_anew_that_it_has(server: Server) -> None:
    first = requests.get(f"{server.url}/static/tokens.css", timeout=10)
    assert first.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    second = requests.get(f"{server.url}/static/tokens.css", headers=known, timeout=10)
    assert (second.status_code, second.content) == (304, b"")


def test_pages_and_answers_are_not_squeezed(server: Server) -> None:
    for answer in (server.client().get("/kiosk/k1"), server.client("admin").get("/api/hall")):
        assert answer.ok
        assert len(answer.content) > 2000
        assert "Content-Encoding" not in answer.headers


def test_a_page_carries_its_chinese_unescaped(server: Server) -> None:
    page = server.client().get("/evaluator/3").text
    assert "请您评价本次服务" in page
    assert "\\u" not in page
