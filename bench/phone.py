"""Three hundred phones that follow their tickets: how much of a core they take."""

import heapq
import http.client
import json
import random
import time
from dataclasses import dataclass

from bench.load import Caller, cpu_seconds
from bench.report import Report
from bench.runs import rested
from tests.serving import Server

PHONES = 300
SECONDS = 20.0
MOST_SHARE = 0.05
JITTER = 0.25


@dataclass
class Phone:
    """A citizen's page: its secret, what it saw last, and how often the server asks it to look."""

    token: str
    etag: str = ""
    every: float = 10.0

    def poll(self, conn: http.client.HTTPConnection) -> int:
        """Look once, as the page does; the status."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if self.etag:
            headers["If-None-Match"] = self.etag
        conn.request("GET", "/api/ticket", headers=headers)
        answer = conn.getresponse()
        text = answer.read()
        if answer.status == 200:
            self.etag = answer.headers["ETag"]
            self.every = float(json.loads(text)["poll_seconds"])
        return answer.status


def measure(server: Server, report: Report) -> None:
    """All phones poll at the pace the server asks for while the hall calls and issues; its idle share beside."""
    kiosk = Caller(server.port, server.key("kiosk", "k1"))
    clerk = Caller(server.port, server.key("window", "1"))
    phones = []
    for _ in range(PHONES):
        _, ticket = kiosk.ask("POST", "/api/tickets", {"service": "household"})
        phones.append(Phone(ticket["track_url"].rpartition("/")[2]))
    rested(server)
    without = _share(server, [], clerk)[0]
    # The first look of a page is as dear as its files; what counts here is a hall that sits and waits.
    conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for phone in phones:
        phone.poll(conn)
    share, polls, unchanged = _share(server, phones, clerk)
    report.line("phones_polls", polls / SECONDS, "polls/s")
    report.line("phones_unchanged", unchanged / max(1, polls), "of_polls")
    report.line("phones_hall_alone_share", without, "of_core")
    report.goal("phones_300_share", share - without, "of_core", most=MOST_SHARE)


def _share(server: Server, phones: list[Phone], clerk: Caller) -> tuple[float, int, int]:
    conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    chance = random.Random(7)
    start = time.monotonic()
    due = [(start + chance.random() * phone.every, n) for n, phone in enumerate(phones)]
    heapq.heapify(due)
    before, polls, unchanged, call_at = cpu_seconds(server.process.pid), 0, 0, start
    while (now := time.monotonic()) < start + SECONDS:
        if now >= call_at:
            _turn(clerk)
            call_at = now + 10.0
        if due and due[0][0] <= now:
            _, n = heapq.heappop(due)
            unchanged += phones[n].poll(conn) == 304
            polls += 1
            rest = phones[n].every * (1 + JITTER * (2 * chance.random() - 1))
            heapq.heappush(due, (now + rest, n))
        else:
            time.sleep(0.002)
    used = cpu_seconds(server.process.pid) - before
    return used / (time.monotonic() - start), polls, unchanged


def _turn(clerk: Caller) -> None:
    status, ticket = clerk.ask("POST", "/api/calls", {"window": "1"})
    if status == 201:
        clerk.ask("POST", f"/api/tickets/{ticket['id']}/finish", {})
