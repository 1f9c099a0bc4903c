"""The API's floor: how it stands, and what its supervisor does there."""

from typing import Any

from server import words
from server.api.answers import Assigned, BoardLine, Done, Paused, Picture
from server.api.bodies import Broadcast, Nothing, Pause, Resume, Services
from server.api.operation import Asked, Reading, reads, writes
from server.api.problem import Problem
from server.desk import assign, broadcast, pause
from server.desk.setup import Overtaken, Stranding
from server.desk.work import Work
from server.hall.plan import LANGUAGES, Window
from server.hall.plan_parts import digest_of
from server.hall.prepared import PREPARED
from server.hall.refused import Refused, Unknown
from server.hall.sentence import Sentence
from server.picture import shapes
from server.picture.floor import floor_picture
from server.picture.queue import queue_picture
from server.store import plans, presence


@reads("/api/floor", Picture)
def read_floor(reading: Reading) -> dict[str, Any]:
    """The whole floor: windows with their tickets, queues, devices, printers, and alarms, worst first."""
    inside = presence.here(reading.conn, reading.plan.code, reading.now)
    return floor_picture(reading.conn, reading.plan, reading.now, inside)


@reads("/api/services/<code:code>/queue", Picture)
def read_queue(reading: Reading) -> dict[str, Any]:
    """Who waits for a service, in the order in which they would be called, with their waiting and priority."""
    service = reading.plan.service(reading.args["code"])
    if service is None:
        raise Unknown("unknown_service")
    return queue_picture(reading.conn, reading.plan, service, reading.now)


@writes(
    "/api/windows/<code:code>/services",
    Services,
    Assigned,
    refusals=("overtaken", "would_strand"),
)
def assign_services(work: Work, asked: Asked) -> dict[str, Any]:
    """Give a window other services. A 409 `overtaken` carries what the window is now as `theirs`, `would_strand`
    the sentences of who would wait for nobody as `stranded`, in every language, and the `sure` to send then."""
    body: Services = asked.body
    code = asked.args["code"]
    done = assign.assign_services(work, code, body.services, body.seen, sure=body.sure)
    if isinstance(done, Overtaken):
        theirs = _window(done.theirs) if isinstance(done.theirs, Window) else None
        raise Problem(409, "overtaken", theirs=theirs)
    if isinstance(done, Stranding):
        told = [_said(one) for one in done.sentences]
        raise Problem(409, "would_strand", stranded=told, sure=done.mark)
    now = plans.read(work.conn, work.plan.code)
    window = now.window(code) if now else None
    assert window is not None
    return _window(window)


def _window(window: Window) -> dict[str, Any]:
    return {"window": window.code, "services": list(window.services), "mark": digest_of(window)}


def _said(sentence: Sentence) -> dict[str, str]:
    templates = {tag: words.say(tag, "manage", sentence.template) for tag in LANGUAGES}
    return {tag: sentence.again(text, tag) for tag, text in templates.items()}


@writes("/api/pauses", Pause, Paused)
def pause_service(work: Work, asked: Asked) -> dict[str, Any]:
    """Pause a service or the hall: no numbers, no calls; whoever waits keeps their place and their waiting."""
    made = pause.pause(work, asked.body.service, asked.body.reason)
    return {
        "service": asked.body.service,
        "reason": made.reason,
        "since": shapes.iso(made.since),
    }


@writes("/api/pauses/end", Resume, Done)
def resume_service(work: Work, asked: Asked) -> dict[str, Any]:
    """Let a service or the hall go on. What does not pause stays as it is."""
    pause.resume(work, asked.body.service)
    return {"done": True}


@writes("/api/broadcasts", Broadcast, BoardLine, status=201, refusals=("one_thing", "time_passed"))
def start_broadcast(work: Work, asked: Asked) -> dict[str, Any]:
    """Let every board show a line above its notices, for some minutes or until it is ended, and say it once
    behind the calls that wait: a prepared notice with its recording, written words with a robotic voice."""
    body: Broadcast = asked.body
    own = {tag: text for tag, text in (("zh-Hans", body.zh), ("en", body.en)) if text}
    if bool(body.notice) == bool(own) or (own and not body.zh):
        raise Refused("one_thing")
    text = PREPARED[body.notice] if body.notice else own
    spoken = bool(body.spoken or body.notice or body.at)
    how: dict[str, Any] = {"notice": body.notice, "spoken": spoken, "at": body.at}
    return shapes.broadcast(broadcast.start_broadcast(work, text, body.minutes, **how))


@writes("/api/broadcasts/<id:id>/end", Nothing, Done)
def end_broadcast(work: Work, asked: Asked) -> dict[str, Any]:
    """Take a line off the boards."""
    broadcast.end_broadcast(work, asked.args["id"])
    return {"done": True}
