"""Why something was not done. Each carries a code for people and machines; nothing has changed when one is raised.

NotDone
├── Refused    a rule of the hall says no
├── Unknown    what was named does not exist here
└── NotYours   it exists, and belongs to another window
"""

from server.hall.event import Event


class NotDone(Exception):
    """The common root; `code` names the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(NotDone):
    """A rule of the hall says no; `line` is written into the journal, where a refusal is worth one."""

    def __init__(self, code: str, line: Event | None = None) -> None:
        super().__init__(code)
        self.line = line


class Unknown(NotDone):
    """What was named does not exist in this hall."""


class NotYours(NotDone):
    """It belongs to another window."""
