"""The Chromium that browser tests share: a process for each set of flags, a context a test."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

# Of two lists of features left out Chromium takes the last: Playwright's own stands first in ours.
LEFT_OUT = """AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades
HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning
AvoidCorsURLLoaderRestartOnRedirect OptimizationHints NetworkTimeServiceQuerying AimEnabled
PreconnectToSearch""".split()
# The browser's own buttons are web pages too, drawn for each window in a process that nobody looks at.
BUTTONS = """InitialWebUI PreloadTopChromeWebUI WebUIToolbar WebUIReloadButton WebUIOmniboxPopup
WebUIOmniboxFullPopup WebUIOmniboxAimPopup""".split()
FLAGS = (
    *("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"),
    "--disable-features=" + ",".join([*LEFT_OUT, *BUTTONS]),
)
AUTOPLAY = "--autoplay-policy=no-user-gesture-required"

PATIENCE = 20_000
"""Milliseconds a test waits for what must come; only a failing test waits that long."""
expect.set_options(timeout=PATIENCE)


@cache
def chromium(*more: str) -> Browser:
    """A running Chromium with these flags beside the usual ones; it ends with the tests."""
    path = shutil.which("chromium")
    assert path, "chromium is missing: tools/browser.sh installs it"
    return _playwright().chromium.launch(executable_path=path, args=[*FLAGS, *more])


@cache
def _playwright() -> Playwright:
    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


@contextmanager
def fresh_page(*flags: str, **context: Any) -> Iterator[Page]:
    """A page with nothing stored; an exception that its scripts let go fails the test. It is closed however the test
    ends: one that is left open would go on speaking and acknowledging."""
    own = chromium(*flags).new_context(**context)
    own.set_default_timeout(PATIENCE)
    faults: list[str] = []
    try:
        page = own.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
    finally:
        own.close()
    assert faults == [], faults
