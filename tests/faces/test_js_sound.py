"""What the hall hears: calls one after another, chime first, and nothing that is old."""

import io
import wave
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from flask import Response
from playwright.sync_api import Page

from server.hall.announcement import Line
from server.voice.compose import joined
from server.voice.ogg import RATE as OPUS_RATE
from server.voice.ogg import length, packets
from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.stand import Stand

# Every start of a clip is written down with the audio clock, in seconds; so is what was told back.
ANNOUNCER = """async () => {
  const { announcer } = await import("/static/js/sound.js");
  window.started = [];
  window.told = [];
  window.states = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function () {
    window.audio = this.context;
    started.push({ at: audio.currentTime, length: this.buffer.duration, gain: gain?.gain.value });
    return start.call(this);
  };
  const connect = AudioNode.prototype.connect;
  let gain;
  AudioNode.prototype.connect = function (to) {
    if (to instanceof GainNode) gain = to;
    return connect.call(this, to);
  };
  window.loudness = 1;
  window.sound = announcer({ volume: () => loudness, state: (each) => states.push(each) });
  window.call = (urls, age = 0, times = 1) => sound.play({
    urls, at: Date.now() - age * 1000, times,
    onend: (end) => { window.ended = window.audio?.currentTime; told.push(end); },
  });
}"""


# A script that Playwright runs counts as a tap, so the lock is rebuilt as browsers describe it:
# an AudioContext stays suspended, and resume() pending, until the page is touched.
LOCK = """() => {
  addEventListener("pointerdown", () => { window.touched = true; }, { capture: true });
  window.AudioContext = class extends AudioContext {
    constructor() { super(); this.suspend(); }
    resume() { return window.touched ? super.resume() : new Promise(() => {}); }
  };
}"""

# Time passes as sound does: what a slow machine takes to fetch and decode makes no call old.
BY_SOUND = """() => {
  const begun = Date.now();
  const sounded = () => (started.length ? audio.currentTime - started[0].at : 0);
  Date.now = () => begun + sounded() * 1000;
}"""


MUSIC = """async () => {
  const add = (volume) => {
    const found = document.createElement("audio");
    Object.assign(found, { src: "/api/voice/music", loop: true, volume });
    return document.body.appendChild(found);
  };
  window.music = add(0.5);
  window.rested = add(0.6);
  await music.play();
}"""


def tone(milliseconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\x00\x10" * (22050 * milliseconds // 1000))
    return out.getvalue()


def voices(stand: Stand, **clips: int) -> None:
    for name, milliseconds in clips.items():
        answer = partial(Response, tone(milliseconds), content_type="audio/wav")
        stand.told[f"GET /api/voice/{name}"].append(answer)


@pytest.fixture
def hall(stand: Stand) -> Iterator[Page]:
    """A board whose browser may sound by itself, as a hall's boards are started."""
    voices(stand, a=300, b=200)
    with fresh_page(AUTOPLAY) as page:
        page.goto(f"{stand.url}/board/main")
        page.evaluate(ANNOUNCER)
        yield page


def told(page: Page, count: int) -> list[dict[str, Any]]:
    page.wait_for_function(f"told.length >= {count}")
    found: list[dict[str, Any]] = page.evaluate("told")
    return found


def test_two_calls_at_once_are_heard_one_after_the_other(stand: Stand, hall: Page) -> None:
    hall.evaluate("localStorage.setItem('jiaohao.key:/board/main', 'KEY')")
    hall.evaluate("call(['/api/voice/a']); call(['/api/voice/b'])")
    assert told(hall, 2) == [{"spoken": True}, {"spoken": True}]
    first, second = hall.evaluate("started")
    assert [first["length"], second["length"]] == pytest.approx([0.3, 0.2], abs=0.01)
    assert second["at"] >= first["at"] + first["length"] - 0.01
    assert stand.asks("GET /api/voice/a")[0].headers["Authorization"] == "Bearer KEY"
    assert hall.evaluate("states") == ["ready"]


def test_the_end_is_told_when_the_sound_has_ended(hall: Page) -> None:
    hall.evaluate("call(['/api/voice/a'])")
    told(hall, 1)
    assert hall.evaluate("ended - started[0].at") >= 0.295


def test_the_clips_of_an_announcement_come_in_their_order(hall: Page) -> None:
    hall.evaluate("call(['/api/voice/a', '/api/voice/b']); call(['/api/voice/b'])")
    told(hall, 2)
    lengths = [each["length"] for each in hall.evaluate("started")]
    assert lengths == pytest.approx([0.3, 0.2, 0.2], abs=0.01)


def test_a_call_is_said_again_while_no_other_waits(stand: Stand, hall: Page) -> None:
    hall.evaluate("call(['/api/voice/a'], 0, 3)")
    assert told(hall, 1) == [{"spoken": True}]
    hall.evaluate("call(['/api/voice/a'], 0, 3); call(['/api/voice/b'], 0, 2)")
    assert told(hall, 3) == [{"spoken": True}] * 3
    lengths = [each["length"] for each in hall.evaluate("started")]
    assert lengths == pytest.approx([0.3, 0.3, 0.3, 0.3, 0.2, 0.2], abs=0.01)
    assert len(stand.asks("GET /api/voice/a")) == 2, "once for each call"


def test_a_call_made_of_clips_is_heard_whole(stand: Stand, hall: Page) -> None:
    made = joined([Line("zh-Hans", "", "A017", "3号窗口"), Line("en", "", "A017", "Window 3")])
    assert made is not None
    seconds = sum(map(length, packets(made.file))) / OPUS_RATE
    answer = partial(Response, made.file, content_type=made.media)
    stand.told["GET /api/voice/call"].append(answer)
    hall.evaluate("call(['/api/voice/call'])")
    hall.wait_for_function("started.length")
    assert hall.evaluate("started[0].length") == pytest.approx(seconds, abs=0.02)


def test_music_steps_back_while_a_call_is_spoken(stand: Stand, hall: Page) -> None:
    voices(stand, music=5000)
    hall.evaluate(MUSIC)
    hall.evaluate("call(['/api/voice/a'])")
    hall.wait_for_function("started.length && music.volume < 0.1")
    assert hall.evaluate("[told.length, rested.volume]") == [0, 0.6]
    told(hall, 1)
    assert hall.evaluate("music.volume") == 0.5


def test_music_that_begins_during_a_call_steps_back_too(stand: Stand, hall: Page) -> None:
    voices(stand, music=5000, long=1500)
    hall.evaluate(MUSIC)
    hall.evaluate("music.pause(); call(['/api/voice/long'])")
    hall.wait_for_function("started.length")
    hall.evaluate("rested.play().then(() => { rested.pause(); return rested.play(); })")
    hall.wait_for_function("rested.volume < 0.1")
    assert hall.evaluate("[told.length, music.volume]") == [0, 0.5]
    told(hall, 1)
    assert hall.evaluate("rested.volume") == 0.6


def test_the_volume_is_that_of_the_moment(hall: Page) -> None:
    hall.evaluate("loudness = 0.25; call(['/api/voice/a'])")
    told(hall, 1)
    hall.evaluate("loudness = 1; call(['/api/voice/a'])")
    told(hall, 2)
    assert [each["gain"] for each in hall.evaluate("started")] == [0.25, 1]


def test_an_old_call_is_never_spoken(hall: Page) -> None:
    hall.evaluate(BY_SOUND)
    hall.evaluate("call(['/api/voice/a'], 11); call(['/api/voice/b'], 9)")
    assert told(hall, 2) == [{"spoken": False, "why": "old"}, {"spoken": True}]
    assert [each["length"] for each in hall.evaluate("started")] == pytest.approx([0.2], abs=0.01)


def test_waiting_behind_another_call_makes_no_call_old(stand: Stand, hall: Page) -> None:
    voices(stand, long=5000)
    hall.evaluate(BY_SOUND)
    hall.evaluate("call(['/api/voice/long'], 6); call(['/api/voice/b'], 6)")
    assert told(hall, 2) == [{"spoken": True}, {"spoken": True}]


def test_a_clip_is_asked_for_twice_then_given_up(stand: Stand, hall: Page) -> None:
    stand.answers("GET /api/voice/shaky", {"code": "store_busy"}, 503)
    voices(stand, shaky=100)
    hall.evaluate("call(['/api/voice/shaky']); call(['/api/voice/none']); call(['/api/voice/b'])")
    assert told(hall, 3) == [{"spoken": True}, {"spoken": False, "why": "failed"}, {"spoken": True}]
    assert len(stand.asks("GET /api/voice/none")) == 2


def test_a_browser_that_wants_a_tap_says_so_and_speaks_after_it(stand: Stand, page: Page) -> None:
    voices(stand, a=100)
    page.evaluate(LOCK)
    page.evaluate(ANNOUNCER)
    page.evaluate("call(['/api/voice/a'])")
    page.wait_for_function("states.includes('locked')")
    page.wait_for_timeout(300)
    assert page.evaluate("[told, started]") == [[], []]
    page.mouse.click(5, 5)
    assert told(page, 1) == [{"spoken": True}]
    assert page.evaluate("states") == ["locked", "ready"]


def test_a_call_that_grew_old_behind_the_lock_stays_silent(stand: Stand, page: Page) -> None:
    voices(stand, a=100)
    page.evaluate(LOCK)
    page.evaluate(ANNOUNCER)
    page.evaluate("call(['/api/voice/a'], 9.7)")
    assert told(page, 1) == [{"spoken": False, "why": "old"}]


def test_a_browser_without_sound_is_mute_and_answers_at_once(page: Page) -> None:
    page.evaluate("window.AudioContext = window.webkitAudioContext = undefined")
    page.evaluate(ANNOUNCER)
    page.evaluate("call(['/api/voice/a'])")
    assert told(page, 1) == [{"spoken": False, "why": "mute"}]
    assert page.evaluate("states") == ["mute"]
