"""A day to play: when citizens come, for what, how long it takes, and what they think of it."""

import random
from dataclasses import dataclass

ARRIVALS = (
    (8.5, 30), (9.0, 85), (9.5, 110), (10.0, 105), (10.5, 80), (11.0, 60), (11.5, 35), (12.0, 20),
    (12.5, 20), (13.0, 45), (13.5, 80), (14.0, 85), (14.5, 70), (15.0, 55), (15.5, 40), (16.0, 25),
)  # fmt: skip
"""(hour of the day, citizens an hour from then on): a morning peak and a smaller one after noon."""
CLOSES = 16.5
LUNCH = {"2": (11.7, 12.7), "4": (12.0, 13.0), "5": (11.5, 12.5)}
"""Window -> the hours its clerk is at table."""

MINUTES = {
    "household": 5.0, "insurance": 4.0, "travel": 6.0, "property": 9.0, "fund": 4.0,
    "business": 8.0, "tax": 5.0, "advice": 2.5, "assist": 6.0,
}  # fmt: skip
"""Service -> its usual minutes; also what people come for, the short ones more often."""
SCORES = ((5, 70), (4, 17), (3, 7), (2, 4), (1, 2))
REASONS = ("slow", "attitude", "unclear", "repeated_trips", "environment", "other")
REASONS_FOR_PRIORITY = ("elderly", "pregnant", "disabled", "military")


@dataclass(frozen=True)
class Visit:
    """Somebody comes: at which hour, for what, with what priority."""

    hour: float
    service: str
    priority: str | None


def visits(chance: random.Random) -> list[Visit]:
    """Everybody who comes on this day, in order."""
    found = []
    hour = ARRIVALS[0][0]
    while hour < CLOSES:
        rate = next(rate for start, rate in reversed(ARRIVALS) if hour >= start)
        hour += chance.expovariate(rate)
        services = list(MINUTES)
        service = chance.choices(services, [1 / MINUTES[s] for s in services])[0]
        priority = chance.choice(REASONS_FOR_PRIORITY) if chance.random() < 0.08 else None
        found.append(Visit(hour, service, priority))
    return found


def minutes_for(chance: random.Random, service: str) -> float:
    """How long one service takes: skewed, as real ones are."""
    return MINUTES.get(service, 5.0) * chance.lognormvariate(-0.12, 0.5)


def rating(chance: random.Random) -> dict[str, object] | None:
    """What a citizen presses; two in five press nothing."""
    if chance.random() < 0.4:
        return None
    score = chance.choices([s for s, _ in SCORES], [n for _, n in SCORES])[0]
    return {"score": score, "reasons": [chance.choice(REASONS)] if score < 3 else []}


def at_table(window: str, hour: float) -> bool:
    """Whether a window's clerk is at lunch."""
    start, end = LUNCH.get(window, (24.0, 24.0))
    return start <= hour < end


def clock(hour: float) -> str:
    """The hour as people read it."""
    return f"{int(hour):02d}:{int(hour % 1 * 60):02d}"
