"""The start page: how the day stands, and the way to open everything of this hall."""

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from server.access import keys
from server.access.roles import Caller, Role
from server.backup.folder import is_late
from server.figures.day import figures_of_day
from server.hall.numbering import business_day
from server.hall.plan import Hall, Names, name_in
from server.hall.window import Standing
from server.manage.door import draw, page, plan_of
from server.manage.steps import Step, steps_of
from server.parts import parts
from server.store import presence, windows


@dataclass(frozen=True)
class Screen:
    """A device page: its address, and whether a screen is connected, paired or not yet there."""

    address: str
    name: Names
    standing: str


@page("/", "open_home")
def home(caller: Caller) -> Response:
    """Where everybody arrives after signing in."""
    plan = plan_of(caller)
    chief = caller.may("read_figures")
    return draw(
        "home",
        caller,
        figures=_today(plan) if chief else None,
        screens=screens(plan) if chief else {},
        window=plan.window(caller.place or ""),
        clerk=plan.clerk(caller.login),
        open=_open(plan) if chief else [],
        steps=STEPS,
        backup_late=caller.may("manage_setup") and _backup_late(),
        missing=_missing(plan, caller) if caller.may("manage_setup") else [],
    )


STEPS = (
    (Role.KIOSK, "Kiosk", "Citizens take a number"),
    (Role.BOARD, "Boards", "The hall sees who is called"),
    (Role.WINDOW, "Counter", "Choose a window and call"),
    (Role.EVALUATOR, "Evaluators", "Citizens rate the service"),
)


def _today(plan: Hall) -> dict[str, Any]:
    here = parts()
    with here.store.read() as conn:
        return figures_of_day(conn, plan, business_day(here.clock(), plan))


def _missing(plan: Hall, caller: Caller) -> list[Step]:
    """What a new hall cannot do without and has not yet."""
    with parts().store.read() as conn:
        return [s for s in steps_of(conn, plan, caller) if not s.done and not s.optional]


def _backup_late() -> bool:
    here = parts()
    home, at = here.settings.backup_dir, here.settings.backup_at
    return home is not None and is_late(home, at, here.clock().astimezone())


def _open(plan: Hall) -> list[tuple[Names, str]]:
    """The windows that are open, and who stands there."""
    with parts().store.read() as conn:
        standing = windows.states(conn, plan)
    here = [(w, standing[w.code]) for w in plan.windows]
    return [
        (
            w.name,
            name_in(clerk.name, "zh-Hans") if (clerk := plan.clerk(s.clerk)) else s.clerk or "",
        )
        for w, s in here
        if s.status is Standing.OPEN
    ]


def screens(plan: Hall) -> dict[Role, list[Screen]]:
    """Every device page of a hall, by the role of its key."""
    with parts().store.read() as conn:
        live = [key for key in keys.everyone(conn, plan.code) if key.revoked_at is None]
        inside = presence.here(conn, plan.code, parts().clock())
    paired = {(key.role, key.place) for key in live}
    online = {(key.role, key.place) for key in live if key.id in inside}

    def screen(role: Role, code: str, name: Names) -> Screen:
        here = (role, code)
        standing = "online" if here in online else "paired" if here in paired else "new"
        return Screen(f"/{role}/{code}", name, standing)

    return {
        Role.KIOSK: [screen(Role.KIOSK, k.code, k.name) for k in plan.kiosks],
        Role.BOARD: [screen(Role.BOARD, b.code, b.name) for b in plan.boards],
        Role.EVALUATOR: [screen(Role.EVALUATOR, w.code, w.name) for w in plan.windows],
    }
