"""Who may do what: one table, read by the API's door, the socket's door and the docs."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who is calling: devices and programs hold a key, people a session, citizens their slip's secret."""

    CITIZEN = "citizen"
    KIOSK = "kiosk"
    BOARD = "board"
    WINDOW = "window"
    EVALUATOR = "evaluator"
    AGENT = "agent"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMIN = "admin"


KEY_ROLES = frozenset(Role) - {Role.CITIZEN, Role.CLERK, Role.SUPERVISOR}
DEVICE_ROLES = frozenset({Role.KIOSK, Role.BOARD, Role.WINDOW, Role.EVALUATOR, Role.AGENT})
ONE_WINDOW = frozenset({Role.WINDOW, Role.CLERK, Role.EVALUATOR})
"""Roles that act for one window and touch no other's tickets."""

CHIEFS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.ADMIN})
AT_WINDOW = CHIEFS | {Role.WINDOW, Role.CLERK}
EVERYBODY = frozenset(Role) - {Role.CITIZEN}

PERMISSIONS: dict[str, frozenset[Role]] = {
    "issue_ticket": CHIEFS | {Role.KIOSK, Role.CLERK},
    "read_ticket": AT_WINDOW | {Role.KIOSK, Role.CITIZEN},
    "read_own_ticket": frozenset({Role.CITIZEN}),
    "call_next": AT_WINDOW,
    "call_ticket": AT_WINDOW,
    "recall_ticket": AT_WINDOW,
    "start_ticket": AT_WINDOW,
    "park_ticket": AT_WINDOW,
    "transfer_ticket": AT_WINDOW,
    "open_note": AT_WINDOW,
    "print_notice": AT_WINDOW,
    "print_receipt": AT_WINDOW,
    "finish_ticket": AT_WINDOW,
    "miss_ticket": AT_WINDOW,
    "reinstate_ticket": AT_WINDOW,
    "cancel_ticket": AT_WINDOW | {Role.KIOSK, Role.CITIZEN},
    "rate_ticket": frozenset({Role.EVALUATOR, Role.CITIZEN, Role.AGENT, Role.ADMIN}),
    "press_key": frozenset({Role.AGENT, Role.ADMIN}),
    "read_agent": frozenset({Role.AGENT, Role.ADMIN}),
    "report_devices": frozenset({Role.AGENT, Role.ADMIN}),
    "claim_slip": frozenset({Role.AGENT, Role.ADMIN}),
    "settle_slip": frozenset({Role.AGENT, Role.ADMIN}),
    "open_window": AT_WINDOW,
    "leave_window": AT_WINDOW,
    "close_window": AT_WINDOW,
    "read_queue": CHIEFS,
    "assign_services": CHIEFS,
    "ask_clerk_back": CHIEFS,
    "pause_service": CHIEFS,
    "resume_service": CHIEFS,
    "start_broadcast": CHIEFS,
    "end_broadcast": CHIEFS,
    "read_hall": EVERYBODY,
    "read_floor": CHIEFS,
    "read_kiosk": CHIEFS | {Role.KIOSK},
    "read_board": CHIEFS | {Role.BOARD},
    "read_window": AT_WINDOW,
    "read_counter": CHIEFS | {Role.CLERK},
    "read_evaluator": CHIEFS | {Role.EVALUATOR},
    "read_voice": CHIEFS | {Role.BOARD},
    "read_photo": EVERYBODY,
    "read_journal": frozenset({Role.MANAGER, Role.ADMIN}),
    "read_figures": CHIEFS,
    "list_tickets": CHIEFS,
    "read_own_figures": CHIEFS | {Role.CLERK},
    "accept_pairing": frozenset({Role.ADMIN}),
    "refuse_pairing": frozenset({Role.ADMIN}),
    "open_home": CHIEFS | {Role.CLERK},
    "open_floor": CHIEFS,
    "open_account": CHIEFS | {Role.CLERK},
    "manage_devices": frozenset({Role.ADMIN}),
    "manage_people": frozenset({Role.ADMIN}),
    "manage_paper": CHIEFS,
    "read_figures_page": CHIEFS,
    "read_tickets_page": CHIEFS,
    "open_mine": frozenset({Role.CLERK, Role.SUPERVISOR, Role.MANAGER}),
    "manage_setup": frozenset({Role.MANAGER, Role.ADMIN}),
    "read_audit": frozenset({Role.ADMIN}),
}
"""operationId, or page of people -> roles. Operations that need no key at all stand in `PUBLIC`."""

PUBLIC = frozenset({"request_pairing", "read_pairing", "read_openapi"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a role in one hall. `place` is the device's kiosk, board or window code (a clerk's
    present window); `id` is the key, person or, for a citizen, the ticket."""

    role: Role
    hall: str
    id: int
    place: str | None = None
    login: str | None = None

    @property
    def actor(self) -> str:
        """How the journal names the caller."""
        return f"{self.role}:{self.login or self.id}"

    @property
    def window(self) -> str | None:
        """The only window the caller acts for; None when not bound to one."""
        return (self.place or "") if self.role in ONE_WINDOW else None

    def may(self, operation: str) -> bool:
        """Whether the table lets this role do an operation."""
        return self.role in PERMISSIONS.get(operation, frozenset())
