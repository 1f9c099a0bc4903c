"""What requests may say. Unknown fields, control characters and overlong texts are refused."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from server.hall.broadcast import LONGEST, MINUTES
from server.hall.pause import PAUSE_REASONS
from server.hall.prepared import PREPARED
from server.hall.rating import REASONS
from server.hall.window import AWAY_REASONS

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
BIGGEST = 2**53


UNSEEN = r"\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
UNSEEN += "\U000e0000-\U000e0fff"
"""What no line holds: control characters, breaks, marks that turn the direction or have no width."""

SPACES = r" \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
Line = Annotated[str, Field(max_length=200, pattern=rf"^[^{UNSEEN}]*$"), AfterValidator(str.strip)]
Said = Annotated[
    str, Field(pattern=rf"^[^{UNSEEN}]*[^{UNSEEN}{SPACES}][^{UNSEEN}]*$"), AfterValidator(str.strip)
]
"""A line that says something."""


DAY = (
    "(2[01][0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
    "|(20([02468][048]|[13579][26])|21(0[48]|[2468][048]|[13579][26]))-02-29)"
)
"""The days that the calendar has from 2000 to 2199."""

TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
Moment = Annotated[str, Field(pattern=f"^{DAY}{TIME}$")]


def moment_of(text: str) -> datetime:
    """The time that a `Moment` tells."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class Body(BaseModel):
    """The root of all bodies and queries."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Body):
    """An empty object."""


class Issue(Body):
    """Which queue to join, with what priority; `language` is what the citizen chose on the kiosk."""

    service: Code
    priority: Code | None = None
    language: Literal["zh-Hans", "en", "zh-Hant"] = "zh-Hans"
    kiosk: Code | None = None


class AtWindow(Body):
    """The window that calls."""

    window: Code


class Park(Body):
    """Why the ticket is set aside; only clerks see it."""

    note: Line | None = None


class Transfer(Body):
    """Where the ticket goes: a service, a window, or both; the note goes with it."""

    service: Code | None = None
    window: Code | None = None
    note: Line | None = None


class Rate(Body):
    """5 非常满意 very satisfied … 1 非常不满意 very dissatisfied; reasons only count for 1 and 2. An evaluator says
    when it was pressed (`at`, by the clock of `read_evaluator`'s `now`): it counts then, however late it comes."""

    score: int = Field(ge=1, le=5)
    reasons: list[Literal[REASONS]] = Field(default=[], max_length=len(REASONS))  # type: ignore[valid-type]
    at: Moment | None = None


class Open(Body):
    """`take` moves in although another clerk is there."""

    take: bool = False


class Leave(Body):
    """Why the clerk is away."""

    reason: Literal[AWAY_REASONS] = "break"  # type: ignore[valid-type]


class Pause(Body):
    """What pauses, the whole hall when nothing is named, and why."""

    service: Code | None = None
    reason: Literal[PAUSE_REASONS] = "other"  # type: ignore[valid-type]


class Resume(Body):
    """What goes on, the whole hall when nothing is named."""

    service: Code | None = None


class Services(Body):
    """The services a window takes from now on; `seen` is the mark that the floor gave for the window, `sure` what
    a refusal `would_strand` gave to somebody who was told of everybody and is sure."""

    services: list[Code] = Field(min_length=1, max_length=200)
    seen: Annotated[str, Field(max_length=64)]
    sure: Annotated[str, Field(max_length=8000)] = ""


class Broadcast(Body):
    """What all boards show, for how many minutes; without them until it is ended. Words are said too when they are
    `spoken`; a prepared `notice`, in the place of words, always is, and so is what begins when the hall's clock
    shows `at` and not now."""

    zh: Annotated[Said, Field(max_length=LONGEST["zh-Hans"])] | None = None
    en: Annotated[Line, Field(max_length=LONGEST["en"])] = ""
    notice: Literal[tuple(PREPARED)] | None = None  # type: ignore[valid-type]
    minutes: Literal[MINUTES] | None = None  # type: ignore[valid-type]
    spoken: bool = False
    at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None


class Pair(Body):
    """What a screen, or an agent, wants to be."""

    role: Literal["kiosk", "board", "evaluator", "agent"]
    place: Code
    hall: Code | None = None


class Query(BaseModel):
    """The root of queries: their values come as text."""

    model_config = ConfigDict(extra="forbid")


class JournalQuery(Query):
    """Lines after `after`; `format` csv gives the journal file that `backtest` reads."""

    after: int = Field(default=0, ge=0, le=BIGGEST)
    limit: int = Field(default=1000, ge=1, le=10_000)
    ticket: int | None = Field(default=None, ge=1, le=BIGGEST)
    format: Literal["json", "csv"] = "json"


Day = Annotated[str, Field(pattern=f"^{DAY}$")]


class RangeQuery(Query):
    """Business days `from` … `to`, both included; today when both are missing, one day when one is."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")


class FiguresQuery(RangeQuery):
    """A business day, today when missing; or a range, with the same days before beside it."""

    day: Day | None = None


class VoiceQuery(Query):
    """Which languages, in which order, comma-separated; and whether the `chime` comes first."""

    languages: Annotated[str, Field(pattern=r"^[A-Za-z,-]{2,40}$")] = "zh-Hans,en"
    chime: bool = True
