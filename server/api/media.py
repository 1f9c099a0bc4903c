"""What screens play and show: a call's voice, a clerk's photo."""

from flask import Response, send_file

from server import photos
from server.api.bodies import VoiceQuery
from server.api.operation import Reading, reads
from server.api.problem import Problem
from server.hall.announcement import announce
from server.hall.event import Kind
from server.hall.plan import LANGUAGES
from server.hall.refused import Unknown
from server.parts import parts
from server.store import journal
from server.voice.speech import SpeechUnavailable


@reads("/api/calls/<id:seq>/voice", None, query=VoiceQuery, media="audio/*")
def read_voice(reading: Reading) -> Response:
    """The announcement of a call as a sound file (Ogg Opus or WAV): chime, then each language in order."""
    seq = reading.args["seq"]
    lines = journal.read(reading.conn, reading.plan.code, after=seq - 1, limit=1)
    event = lines[0] if lines and lines[0].seq == seq else None
    if event is None or event.kind not in (Kind.CALLED, Kind.RECALLED) or event.window is None:
        raise Unknown("not_found")
    languages = tuple(t for t in reading.query.languages.split(",") if t in LANGUAGES)
    times = event.data.get("times", 1)
    said = announce(reading.plan, event.data["label"], event.window, languages, times)
    try:
        sound = parts().speak(said)
    except SpeechUnavailable as error:
        raise Problem(503, "no_voice", retry_after=30) from error
    answer = Response(sound.file, content_type=sound.media)
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


@reads("/api/photos/<name>", None, media="image/*")
def read_photo(reading: Reading) -> Response:
    """A clerk's photo."""
    name = reading.args["name"]
    path = photos.file_of(parts().data, name)
    if path is None or name not in photos.named(reading.plan):
        raise Unknown("not_found")
    return send_file(path, max_age=300)
