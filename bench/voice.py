"""Calls from the bank's clips: each is another number at another window, so that nothing is kept."""

import time
from statistics import median, quantiles

from bench.report import Limit, Report
from server.hall.announcement import Line
from server.voice.compose import joined
from server.voice.ogg import RATE, length, packets
from server.voice.speech import speak
from tests.serving import Server

CALLS = 300
SPOKEN = 5
MOST_MS = 10
UNUSUAL = "请A{:03}号到综合服务台。"


def measure(server: Server, report: Report) -> None:
    """One call in two languages, joined from the bank's clips: beside it, the same spoken by espeak-ng."""
    call(0)
    took, sizes, heard = [], [], []
    for number in range(CALLS):
        begun = time.perf_counter()
        file = call(number)
        took.append((time.perf_counter() - begun) * 1000)
        sizes.append(len(file))
        heard.append(sum(map(length, packets(file))) / RATE)
    spoken = Limit("one sentence by espeak-ng", median(map(by_rule, range(SPOKEN))), "ms")
    report.goal("compose_p50", median(took), "ms", most=MOST_MS, beside=spoken)
    report.goal("compose_p99", quantiles(took, n=100)[98], "ms", most=MOST_MS)
    report.line("call_sound", median(sizes), "bytes")
    report.line("call_heard", median(heard), "s")


def call(number: int) -> bytes:
    """The sound of one call, made anew."""
    label, window = f"A{number % 1000:03}", number % 99 + 1
    said = [
        Line("zh-Hans", "", label, f"{window}号窗口"),
        Line("en", "", label, f"Window {window}"),
    ]
    sound = joined(said)
    assert sound is not None
    return sound.file


def by_rule(number: int) -> float:
    """Milliseconds that espeak-ng takes for a sentence of a call."""
    begun = time.perf_counter()
    speak(UNUSUAL.format(number), "zh-Hans")
    return (time.perf_counter() - begun) * 1000
