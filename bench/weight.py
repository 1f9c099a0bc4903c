"""Cold bytes of each face: everything a browser with an empty cache loads, without fonts and voice."""

from collections.abc import Callable

from playwright.sync_api import Page, Request

from bench.report import Report
from tests.browsing import fresh_page
from tests.faces.panel import counter
from tests.serving import Server

FACES = {
    "kiosk": ("/kiosk/k1", ("kiosk", "k1"), 150_000),
    "board": ("/board/main", ("board", "main"), 200_000),
    "evaluator": ("/evaluator/1", ("evaluator", "1"), 150_000),
}
COUNTER_MOST = 150_000
LEFT_OUT = ("font", "media")


def measure(server: Server, report: Report) -> None:
    """Bytes of bodies as sent, beside the goal of each face."""
    for name, (path, key, most) in FACES.items():
        report.goal(f"cold_{name}", cold_bytes(server, path, server.key(*key)), "bytes", most=most)
    with counter(server, "chenli", window="1") as page:
        shipped = weigh(page, page.reload)
    files = sum(size for address, size in shipped.items() if "/api/" not in address)
    report.goal("cold_counter", files, "bytes", most=COUNTER_MOST)


def cold_bytes(server: Server, path: str, key: str) -> int:
    """Bytes that a page loads until the network rests."""
    with fresh_page() as page:
        page.add_init_script(f"localStorage.setItem('jiaohao.key:{path}', '{key}')")
        return sum(weigh(page, lambda: page.goto(server.url + path)).values())


def weigh(page: Page, load: Callable[[], object]) -> dict[str, int]:
    """Address -> bytes of each body that a page asks for from `load` on until the network rests.

    Bodies are asked for once more: a browser may have let go of an answer that it has read.
    """
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    load()
    page.wait_for_load_state("networkidle")
    shipped = [each for each in list(asked) if each.resource_type not in LEFT_OUT]
    return {each.url: _bytes(page, each) for each in shipped if each.method == "GET"}


def _bytes(page: Page, asked: Request) -> int:
    answer = page.request.get(asked.url, headers=asked.headers)
    assert answer.ok, f"{answer.status} {asked.url}"
    return len(answer.body())
