"""`make demo`: a whole day in the sample hall, sped up, through the same API that screens use.

Citizens take numbers, clerks with real sessions call and serve them, some miss their turn, some rate.
"""

import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import demo_day as day
from bench.load import Caller
from server.access import keys, people
from server.access.roles import Role
from server.access.secret import sign
from server.clock import utc_now
from server.config import read_settings
from server.store import plans
from server.store.store import Store

MINUTES = float(os.environ.get("DEMO_MINUTES", "6"))
PORT = int(os.environ.get("DEMO_PORT", "8000"))
Clock = Callable[[], float]


class Hall:
    """The server of the demo and the people in it."""

    def __init__(self) -> None:
        self.server = _serve()
        settings = read_settings()
        self.store = Store(settings.database_url)
        self._secret = settings.secret_key
        with self.store.read() as conn:
            plan = plans.read(conn, plans.codes(conn)[0])
        assert plan is not None
        self.plan = plan

    def device(self, role: Role, place: str) -> Caller:
        """A device with a key of its own."""
        with self.store.write() as conn:
            key = keys.add(conn, self.plan.code, role, place, f"demo {role} {place}", utc_now())
        return Caller(PORT, key)

    def clerk(self, login: str) -> Caller:
        """A clerk who has signed in."""
        with self.store.write() as conn:
            invitation = people.invite(conn, self.plan.code, login, Role.CLERK, utc_now())
            person = people.accept(conn, invitation, secrets.token_urlsafe(12), utc_now())
            session = people.begin_session(conn, person.id, utc_now())
        return Caller(PORT, session=session, csrf=sign(self._secret, f"csrf:{session}"))


def _serve() -> subprocess.Popen[bytes]:
    os.environ.setdefault("JIAOHAO_DATA", "var/demo")
    # A day in minutes: one kiosk gives more numbers than any hall's does.
    os.environ.setdefault("JIAOHAO_KIOSK_RATE", "0")
    command = [
        str(Path(sys.executable).with_name("jiaohao")),
        "serve",
        "--sample",
        "--port",
        str(PORT),
    ]
    server = subprocess.Popen(command)
    for _ in range(300):
        time.sleep(0.1)
        try:
            if Caller(PORT).ask("GET", "/healthz")[0] == 200:
                return server
        except OSError:
            if server.poll() is not None:
                raise SystemExit("the server did not start; is another one running?") from None
    raise SystemExit("the server does not answer")


def citizens(kiosk: Caller, clock: Clock, chance: random.Random) -> None:
    """People arrive at the kiosk; a few give up before they are called."""
    for visit in day.visits(chance):
        while clock() < visit.hour:
            time.sleep(0.02)
        body = {"service": visit.service} | ({"priority": visit.priority} if visit.priority else {})
        status, ticket = kiosk.ask("POST", "/api/tickets", body)
        if status == 201 and chance.random() < 0.02:
            kiosk.ask("POST", f"/api/tickets/{ticket['id']}/cancel", {})


def window(
    clerk: Caller, evaluator: Caller, code: str, clock: Clock, chance: random.Random
) -> None:
    """A clerk's day: open, serve until closing time and the last in line, close."""
    clerk.ask("POST", f"/api/windows/{code}/open", {"take": True})
    minute = 60 / _speed()
    while True:
        if day.at_table(code, clock()):
            clerk.ask("POST", f"/api/windows/{code}/leave", {"reason": "meal"})
            while day.at_table(code, clock()):
                time.sleep(0.1)
            clerk.ask("POST", f"/api/windows/{code}/open", {})
        status, ticket = clerk.ask("POST", "/api/calls", {"window": code})
        if status == 201:
            serve(clerk, evaluator, ticket, minute, chance)
        elif clock() > day.CLOSES:
            break
        else:
            time.sleep(0.3)
    clerk.ask("POST", f"/api/windows/{code}/close", {})


def serve(
    clerk: Caller, evaluator: Caller, ticket: dict[str, Any], minute: float, chance: random.Random
) -> None:
    """One ticket at a window; `minute` is how many seconds a minute of this day takes."""
    one = f"/api/tickets/{ticket['id']}"
    time.sleep(minute * chance.uniform(0.2, 0.7))
    if chance.random() < 0.05:
        clerk.ask("POST", f"{one}/recall", {})
        time.sleep(minute * 0.5)
        clerk.ask("POST", f"{one}/miss", {})
        return
    clerk.ask("POST", f"{one}/start", {})
    time.sleep(minute * day.minutes_for(chance, ticket["service"]))
    if chance.random() < 0.03 and ticket["service"] != "advice":
        clerk.ask("POST", f"{one}/transfer", {"service": "advice", "note": "缺一份材料"})
        return
    clerk.ask("POST", f"{one}/finish", {})
    pressed = day.rating(chance)
    if pressed:
        time.sleep(minute * chance.uniform(0.1, 0.4))
        evaluator.ask("POST", f"{one}/rate", pressed)


def _speed() -> float:
    return (day.CLOSES - day.ARRIVALS[0][0]) * 60 / MINUTES


def play(hall: Hall) -> None:
    """The whole day, then its figures."""
    begun = time.monotonic()
    hours = (day.CLOSES - day.ARRIVALS[0][0]) / (MINUTES * 60)

    def clock() -> float:
        return day.ARRIVALS[0][0] + (time.monotonic() - begun) * hours

    threads = [_thread(citizens, hall.device(Role.KIOSK, "k1"), clock, random.Random(1))]
    for number, (place, clerk) in enumerate(zip(hall.plan.windows, hall.plan.clerks, strict=False)):
        evaluator = hall.device(Role.EVALUATOR, place.code)
        who = hall.clerk(clerk.login)
        threads.append(
            _thread(window, who, evaluator, place.code, clock, random.Random(10 + number))
        )
    print(
        f"A day from 08:30 to 16:30 in {MINUTES:g} minutes. Open the link above and watch.",
        flush=True,
    )
    while any(thread.is_alive() for thread in threads):
        time.sleep(5)
        print(f"  {day.clock(min(clock(), 24))}", end="", flush=True)
    _report(hall)


def _thread(target: Callable[..., None], *args: Any) -> threading.Thread:
    thread = threading.Thread(target=target, args=args, daemon=True)
    thread.start()
    return thread


def _report(hall: Hall) -> None:
    figures = hall.device(Role.MANAGER, "").ask("GET", "/api/figures")[1]
    kept = ("tickets", "served", "missed", "cancelled", "transferred", "rated")
    print("\n" + ", ".join(f"{figures[name]} {name}" for name in kept))


def main() -> None:
    """Play the day, then leave the hall open to look at until Ctrl-C."""
    hall = Hall()
    try:
        play(hall)
        print("The day is over; the server goes on until you press Ctrl-C.", flush=True)
        hall.server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        hall.server.send_signal(signal.SIGTERM)
        hall.server.wait(15)


if __name__ == "__main__":
    main()
