"""What screens play and show: a call's voice, a clerk's photo."""

from flask import Response, send_file

from server import photos
from server.api.bodies import VoiceQuery
from server.api.operation import Reading, reads
from server.api.problem import Problem
from server.hall.announcement import Line, announce, read_out
from server.hall.event import Event, Kind
from server.hall.plan import LANGUAGES
from server.hall.refused import Unknown
from server.parts import parts
from server.store import broadcasts, journal
from server.voice.speech import SpeechUnavailable


@reads("/api/calls/<id:seq>/voice", None, query=VoiceQuery, media="audio/*")
def read_voice(reading: Reading) -> Response:
    """The announcement of a call, or of what is said for everybody, by its journal line: a sound file (Ogg Opus or
    WAV) with the chime unless it is not wanted, then each language in order."""
    seq = reading.args["seq"]
    lines = journal.read(reading.conn, reading.plan.code, after=seq - 1, limit=1)
    event = lines[0] if lines and lines[0].seq == seq else None
    wanted = tuple(t for t in dict.fromkeys(reading.query.languages.split(",")) if t in LANGUAGES)
    said = _lines(reading, event, wanted) if event and wanted else []
    if not said:
        raise Unknown("not_found")
    try:
        sound = parts().speak(said, reading.query.chime)
    except SpeechUnavailable as error:
        raise Problem(503, "no_voice", retry_after=30) from error
    answer = Response(sound.file, content_type=sound.media)
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def _lines(reading: Reading, event: Event, languages: tuple[str, ...]) -> list[Line]:
    """What is said for a line of the journal; nothing for most."""
    if event.kind is Kind.SAID:
        line = broadcasts.find(reading.conn, reading.plan.code, event.data["broadcast"])
        return read_out(line.text, languages, line.notice) if line else []
    if event.kind not in (Kind.CALLED, Kind.RECALLED) or event.window is None:
        return []
    times = event.data.get("times", 1)
    return announce(reading.plan, event.data["label"], event.window, languages, times)


@reads("/api/photos/<name>", None, media="image/*")
def read_photo(reading: Reading) -> Response:
    """A clerk's photo."""
    name = reading.args["name"]
    path = photos.file_of(parts().data, name)
    if path is None or name not in photos.named(reading.plan):
        raise Unknown("not_found")
    return send_file(path, max_age=300)
