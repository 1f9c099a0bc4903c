"""A person at a keyboard and a mouse, whose presses are counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

KEY, POINT, THINK = 0.28, 1.1, 1.35
"""Seconds for a key, for reaching something, for deciding on it: the keystroke-level model
(Card, Moran & Newell 1980), with its average typist."""

KEYS_A_CHARACTER = 3
"""Keys for one Chinese character, by pinyin."""


@dataclass
class Hand:
    """What somebody has done so far on all pages together."""

    presses: int = 0
    fields: int = 0
    keys: int = 0

    def press(self, what: Locator) -> None:
        """One press of a button, a link or a box."""
        self.presses += 1
        what.click()

    def type(self, page: Page, name: str, text: str) -> None:
        """One field, in the place of what stands there."""
        self.fields += 1
        self.keys += sum(KEYS_A_CHARACTER if ord(each) > 0x2E80 else 1 for each in text)
        page.locator(f"[name='{name}']").fill(text)

    def choose(self, page: Page, name: str, value: str) -> None:
        """One choice of a list: a press to open it, and a press to choose."""
        self.presses += 2
        page.locator(f"select[name='{name}']").select_option(value)

    @property
    def seconds(self) -> float:
        """How long a person needs for all this, as the model tells; no clock is read."""
        return self.keys * KEY + (self.presses + self.fields) * (POINT + THINK)
