"""What answers look like, for the OpenAPI document; handlers build plain dicts and a test holds them to this."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["zh-Hans", "en", "zh-Hant"]
Names = dict[str, str]


class Minutes(BaseModel):
    """An estimate in minutes: one in ten waits less than p10, nine in ten less than p90."""

    p10: float
    p50: float
    p90: float


class Ticket(BaseModel):
    """A ticket as its holders may see it. Times are ISO 8601 with offset."""

    model_config = ConfigDict(extra="forbid")

    id: int
    label: str
    service: str
    status: str
    priority: str | None
    language: Language
    window: str | None
    bound: str | None
    calls: int
    score: int | None
    issued_at: str
    called_at: str | None
    started_at: str | None
    ended_at: str | None


class IssuedTicket(Ticket):
    """A new ticket; `estimate` is null when nothing supports one, `paper` when no printer is meant."""

    ahead: int
    estimate: Minutes | None
    track_url: str
    paper: str | None


class Note(BaseModel):
    """What a clerk noted about a ticket. `note` is null when nothing was, and when it cannot be read any more
    (`readable` is false): the server's secret is another one now."""

    note: str | None
    readable: bool


class WindowState(BaseModel):
    """How a window stands."""

    code: str
    name: Names
    services: list[str]
    status: Literal["open", "away", "closed"]
    clerk: str | None
    clerk_name: Names | None
    reason: str | None
    since: str | None
    asked_at: str | None


class Service(BaseModel):
    """A service; `open` says whether it gives tickets now."""

    code: str
    name: Names
    prefix: str
    group: str | None
    open: bool


class Hall(BaseModel):
    """The hall as every key may see it."""

    code: str
    name: Names
    timezone: str
    open: bool
    now: str
    services: list[Service]
    windows: list[WindowState]


class Paused(BaseModel):
    """What pauses (null: the whole hall), why and since when."""

    service: str | None
    reason: str
    since: str


class BoardLine(BaseModel):
    """A line on the boards; `until` is null when it stays until it is ended. It is the prepared `notice`, and is
    still to be said at `say_at`; both may be null."""

    id: int
    text: Names
    at: str
    until: str | None
    notice: str | None
    say_at: str | None


class Assigned(BaseModel):
    """The services a window takes, in its order, and the new mark of it."""

    window: str
    services: list[str]
    mark: str


class Picture(BaseModel):
    """A screen's whole picture; its fields depend on the screen, see docs/messages.md."""

    model_config = ConfigDict(extra="allow")

    seq: int
    now: str


class Line(BaseModel):
    """A journal line."""

    seq: int
    at: str
    kind: str
    ticket: int | None
    service: str | None
    window: str | None
    actor: str | None
    data: dict[str, Any]


class Journal(BaseModel):
    """Lines in order; `next` is the `after` of the next page, null at the end."""

    lines: list[Line]
    next: int | None


class Figures(BaseModel):
    """A day's figures, or a range's; see docs/figures.md. `day` is null for a range of several days."""

    model_config = ConfigDict(extra="allow")

    day: str | None
    tickets: int


class OwnFigures(Figures):
    """A clerk's own figures in a range; see docs/figures.md."""

    login: str


class Pairing(BaseModel):
    """The code to show and the secret to ask with."""

    id: str
    code: str
    secret: str
    expires_at: str


class PairingState(BaseModel):
    """Whether a screen was accepted; the key comes exactly once."""

    state: Literal["waiting", "accepted", "refused", "expired"]
    key: str | None = None


class Pressed(BaseModel):
    """What came of a press: the `label` of the ticket it moved, or the `reason` why it did not count."""

    done: bool
    label: str | None
    reason: str | None


class TakenSlip(BaseModel):
    """A slip to print and the number under which it is settled; null when none waits."""

    id: int | None
    slip: dict[str, Any] | None


class Done(BaseModel):
    """It is done."""

    done: bool


class Problem(BaseModel):
    """RFC 9457; `code` names the reason, `detail` says it in the caller's language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
