"""Cold bytes of each face: everything a browser with an empty cache loads, without fonts and voice."""

from playwright.sync_api import Response

from bench.report import Report
from tests.browsing import fresh_page
from tests.serving import Server

FACES = {
    "kiosk": ("/kiosk/k1", ("kiosk", "k1"), 150_000),
    "board": ("/board/main", ("board", "main"), 200_000),
    "evaluator": ("/evaluator/1", ("evaluator", "1"), 150_000),
}
LEFT_OUT = ("font", "media")


def measure(server: Server, report: Report) -> None:
    """Bytes of bodies as sent, beside the goal of each face."""
    for name, (path, key, most) in FACES.items():
        report.goal(f"cold_{name}", cold_bytes(server, path, server.key(*key)), "bytes", most=most)


def cold_bytes(server: Server, path: str, key: str) -> int:
    """Bytes that a page loads until the network rests."""
    loaded: list[Response] = []
    with fresh_page() as page:
        page.on("response", lambda answer: loaded.append(answer))
        page.add_init_script(f"localStorage.setItem('jiaohao.key:{path}', '{key}')")
        page.goto(server.url + path)
        page.wait_for_load_state("networkidle")
        bodies = [r.body() for r in loaded if r.request.resource_type not in LEFT_OUT]
    return sum(len(body) for body in bodies)
