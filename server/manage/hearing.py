"""Hear every clip of the voice, one after another, before the hall does: a person says which sound wrong."""

from flask import Response as Answer
from flask import abort, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.manage.door import draw, page
from server.voice.bank import bank
from server.voice.phrases import BANKS, phrases

HERE = "/manage/setup/voice"
LANGUAGES = {
    "zh": {"zh-Hans": "普通话", "en": "Mandarin"},
    "en": {"zh-Hans": "英语", "en": "English"},
}
KINDS = {
    "prefix": "Prefixes",
    "letter": "Second letters",
    "number": "Numbers",
    "head": "Digits before a number",
    "window": "Windows",
    "counter": "Counters",
    "again": "Recalls",
    "notice": "Notices",
    "chime": "Chime",
}
LONGEST_WISH = 40


@page(HERE, "manage_setup")
def hearing(caller: Caller) -> Response:
    """The clips of one language and kind, and those of them in whose name or text something is found."""
    language = _one_of(request.args.get("language"), BANKS)
    kind = _one_of(request.args.get("kind"), tuple(KINDS))
    wish = request.args.get("find", "").strip()[:LONGEST_WISH]
    clips = clips_of(language, kind)
    return draw(
        "hearing",
        caller,
        languages=LANGUAGES,
        kinds=KINDS,
        language=language,
        kind=kind,
        wish=wish,
        clips=[(name, text) for name, text in clips if wish.lower() in f"{name} {text}".lower()],
    )


@page(f"{HERE}/<language>/<path:name>.opus", "manage_setup")
def clip(caller: Caller, language: str, name: str) -> Response:
    """One clip as an Ogg Opus file."""
    if language not in BANKS or name not in bank(language):
        abort(404)
    answer = Answer(bank(language).file(name), content_type="audio/ogg")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


def clips_of(language: str, kind: str) -> list[tuple[str, str]]:
    """Name and text of the clips of a kind that the bank has."""
    there = bank(language)
    texts = phrases(language) if kind != "chime" else {"chime": "♪"}
    return [(n, text) for n, text in texts.items() if n in there and n.partition("/")[0] == kind]


def _one_of(wanted: str | None, known: tuple[str, ...]) -> str:
    return wanted if wanted in known else known[0]
