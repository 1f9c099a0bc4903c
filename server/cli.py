"""The `jiaohao` command."""

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from printers.agent.cli import agent
from server import photos, plan_file
from server.access import keys, opening, people, standing
from server.access.roles import KEY_ROLES, Role
from server.check import check_store
from server.cli_backup import backup, restore, settings_here
from server.clock import utc_now
from server.config import Settings
from server.desk.setup import BadPlan, put_plan
from server.hall.plan import Hall, Part
from server.store import audits, durable, migrate, plans
from server.store.store import Store

ADMIN = "admin"
CLI = "cli"
"""Who acts, in journal and audits."""


def _open() -> tuple[Settings, Store]:
    settings = settings_here()
    try:
        store = Store(settings.database_url)
        migrate.upgrade(store)
    except (OSError, SQLAlchemyError, migrate.Newer) as error:
        because = getattr(error, "orig", None) or error
        raise click.ClickException(f"the store cannot be used: {because}") from error
    return settings, store


def _hall(store: Store, code: str | None) -> Hall:
    with store.read() as conn:
        known = plans.codes(conn)
        plan = plans.read(conn, code or known[0]) if known else None
    if plan is None:
        there = (
            f"there are: {', '.join(known)}" if known else "import one: jiaohao hall import FILE"
        )
        raise click.ClickException(f"no such hall; {there}")
    return plan


@click.group()
def main() -> None:
    """Jiaohao 叫号: queueing for service halls."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--sample", is_flag=True, help="Import the sample hall when there is no hall yet.")
def serve(host: str, port: int, sample: bool) -> None:
    """Run the server as production runs it."""
    # What is loaded stays: to look for garbage in it again and again takes an eighth of the start.
    gc.freeze()
    # The other commands answer sooner without the whole server.
    from server.gunicorn import NoDoor, named, serve_forever, wait_for_door

    try:
        wait_for_door(host, port)
    except NoDoor as error:
        raise click.ClickException(f"nobody can listen here: {error}") from error
    settings, store = _open()
    if sample:
        _import_sample(settings, store)
    local = f"http://{named('127.0.0.1' if host in ('0.0.0.0', '::') else host, port)}"
    _print_start(store, settings.site or local)
    store.close()
    serve_forever(settings, host, port)


def _import_sample(settings: Settings, store: Store) -> None:
    with store.read() as conn:
        if plans.codes(conn):
            return
    plan_file.copy_sample_photos(settings.data)
    _import(settings, store, plan_file.SAMPLE.read_text(encoding="utf-8"))


def _print_start(store: Store, site: str) -> None:
    with store.read() as conn:
        codes = plans.codes(conn)
        somebody = [p for c in codes for p in people.everyone(conn, c) if p.ready]
    if not codes:
        click.echo(f"Open this link once to set up your hall:\n\n  {_link(store, None, site)}\n")
    elif somebody:
        click.echo(f"Jiaohao 叫号 runs at {site}")
    else:
        click.echo(
            f"Open this link once to become the administrator:\n\n  {_link(store, None, site)}\n"
        )


def _link(store: Store, hall: str | None, site: str) -> str:
    """A one-time link for the administrator; where there is no hall yet, it opens one."""
    now = utc_now()
    with store.write() as conn:
        if hall is None and not plans.codes(conn):
            return f"{site}/open/{opening.give_leave(conn, opening.SERVER, now)}"
    plan = _hall(store, hall)
    with store.write() as conn:
        secret = people.invite(conn, plan.code, ADMIN, Role.ADMIN, now)
        line = (f"people.{ADMIN}", None, {"role": Role.ADMIN.value, "link": "new"})
        audits.add(conn, plan.code, now, CLI, [line])
    return f"{site}/welcome/{secret}"


@main.group("hall")
def hall_group() -> None:
    """Set a hall up from one YAML file."""


@hall_group.command("import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option("--sample", is_flag=True, help="Import the sample hall.")
def hall_import(file: Path | None, sample: bool) -> None:
    """Put a hall's set-up in place, whole or not at all."""
    if (file is None) == (not sample):
        raise click.UsageError("name one FILE, or --sample")
    settings, store = _open()
    path = plan_file.SAMPLE if file is None else file
    try:
        plan = _import(settings, store, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path} is not UTF-8 text") from error
    if sample:
        plan_file.copy_sample_photos(settings.data)
    click.echo(f"{plan.code}: {len(plan.services)} services, {len(plan.windows)} windows")
    gone = photos.missing(settings.data, plan)
    if gone:
        click.echo(gone, err=True)


def _import(settings: Settings, store: Store, text: str) -> Hall:
    now = utc_now()
    try:
        plan = plan_file.read_plan(text)
        with store.read() as conn:
            before = plans.read(conn, plan.code)
        photos.still_named(settings.data, photos.named(before) if before else (), now)
        put_plan(store, plan, now, CLI)
    except BadPlan as error:
        faults = "\n".join(f"  {place}: {sentence}" for place, sentence in error.faults)
        raise click.ClickException(f"nothing was changed, because\n{faults}") from error
    return plan


@hall_group.command("export")
@click.option("--hall", help="Its code; the only hall when left out.")
def hall_export(hall: str | None) -> None:
    """Write a hall's set-up to standard output."""
    _, store = _open()
    click.echo(plan_file.write_plan(_hall(store, hall)), nl=False)


@main.group("key")
def key_group() -> None:
    """Keys of devices and programs."""


@key_group.command("add")
@click.option("--role", type=click.Choice(sorted(role.value for role in KEY_ROLES)), required=True)
@click.option("--hall", help="Its code; the only hall when left out.")
@click.option("--window", help="The window a keypad or evaluator stands at.")
@click.option("--place", help="The code of the kiosk, board or agent.")
@click.option("--name", default="", help="What people call the device.")
def key_add(role: str, hall: str | None, window: str | None, place: str | None, name: str) -> None:
    """Make a key and print it once, alone on standard output."""
    _, store = _open()
    plan = _hall(store, hall)
    where = window or place
    if role in (Role.WINDOW, Role.EVALUATOR) and plan.window(where or "") is None:
        codes = ", ".join(w.code for w in plan.windows)
        raise click.UsageError(f"--window is needed, one of: {codes}")
    places: dict[Role, Callable[[str], Part | None]]
    places = {Role.KIOSK: plan.kiosk, Role.BOARD: plan.board}
    places[Role.AGENT] = plan.window if window else plan.agent
    if role in places and where is not None and places[Role(role)](where) is None:
        raise click.UsageError(f"no such {role}: {where}")
    with store.write() as conn:
        label = name or f"{role} {where or ''}".strip()
        click.echo(keys.add(conn, plan.code, Role(role), where, label[:80], utc_now(), CLI))


@key_group.command("list")
def key_list() -> None:
    """All keys, without their secrets."""
    _, store = _open()
    with store.read() as conn:
        for key in keys.everyone(conn):
            state = "revoked" if key.revoked_at else "live"
            click.echo(
                "\t".join((str(key.id), key.hall, key.role, key.place or "-", state, key.name))
            )


@key_group.command("revoke")
@click.argument("key_id", type=int, metavar="ID")
def key_revoke(key_id: int) -> None:
    """End a key for good."""
    _, store = _open()
    with store.write() as conn:
        if not keys.revoke(conn, key_id, utc_now(), CLI):
            raise click.ClickException(f"no live key {key_id}; see: jiaohao key list")


@main.group("admin")
def admin_group() -> None:
    """The administrator."""


@admin_group.command("reset")
@click.option("--hall", help="Its code; the only hall when left out.")
@click.option(
    "--site", help="The server's address; JIAOHAO_SITE, or else this machine's port 8000."
)
def admin_reset(hall: str | None, site: str | None) -> None:
    """Print a fresh one-time link: the administrator chooses a password, or opens the first hall."""
    settings, store = _open()
    click.echo(_link(store, hall, site or settings.site or "http://127.0.0.1:8000"))


@admin_group.command("unlock")
@click.option("--hall", help="Its code; the only hall when left out.")
def admin_unlock(hall: str | None) -> None:
    """Let everybody try again who is shut out after wrong passwords."""
    _, store = _open()
    plan, now = _hall(store, hall), utc_now()
    with store.write() as conn:
        shut = standing.unlock_all(conn, plan.code, now)
        if shut:
            audits.add(
                conn, plan.code, now, CLI, [("people.", {"shut out": shut}, {"shut out": 0})]
            )
    click.echo(f"{plan.code}: {shut} were shut out")


@main.command()
def check() -> None:
    """Replay the journal against the rows and say whether they agree."""
    _, store = _open()
    with store.look() as conn:
        for sentence in durable.risks(conn):
            click.echo(sentence, err=True)
    found = check_store(store)
    for sentence in found.faults:
        click.echo(sentence)
    click.echo(f"{found.tickets} tickets, {found.lines} journal lines, {len(found.faults)} faults")
    sys.exit(1 if found.faults else 0)


main.add_command(backup)
main.add_command(restore)
main.add_command(agent)

if __name__ == "__main__":
    main()
