"""The commands `jiaohao backup` and `jiaohao restore`."""

from pathlib import Path

import click

from server.backup.archive import BadBackup
from server.backup.bring import restore as bring
from server.backup.folder import keep, name_at
from server.backup.make import make
from server.clock import utc_now
from server.config import BadSetting, Settings, read_settings
from server.store.store import Store


def settings_here() -> Settings:
    """The settings of this process; a bad one ends the command with its name."""
    try:
        return read_settings()
    except BadSetting as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def backup(file: Path | None) -> None:
    """Write everything into one FILE while the hall works.

    Without FILE: into JIAOHAO_BACKUP_DIR, named by the moment, and the oldest there go. The secret key is
    not in it; keep a copy of it elsewhere.
    """
    settings = settings_here()
    now = utc_now()
    home = settings.backup_dir if file is None else None
    if file is None and home is None:
        raise click.UsageError("name a FILE, or set JIAOHAO_BACKUP_DIR")
    path = home / name_at(now) if home else (file or Path()).absolute()
    store = Store(settings.database_url, pool_size=1)
    try:
        made = make(store, settings.data, settings.secret_key, path, now)
    except BadBackup as error:
        raise click.ClickException(str(error)) from error
    finally:
        store.close()
    rows = sum(part.rows for part in made.tables.values())
    click.echo(f"{path}: {len(made.halls)} halls, {rows} rows, {path.stat().st_size} bytes")
    if home is not None:
        keep(home, settings.backup_keep, now)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Bring a backup back into an empty store, on SQLite or PostgreSQL. Stop the server first.

    Everybody signs in again; keys of devices are as they were when the backup was made.
    """
    settings = settings_here()
    store = Store(settings.database_url, pool_size=1)
    try:
        made, ours = bring(store, settings.data, settings.secret_key, file)
    except BadBackup as error:
        raise click.ClickException(str(error)) from error
    finally:
        store.close()
    rows = sum(part.rows for part in made.tables.values())
    click.echo(f"{', '.join(made.halls) or 'no hall'}: {rows} rows as of {made.made_at}")
    if not ours:
        click.echo(
            "This backup belongs to another secret key. What is encrypted with that key cannot be read"
            " here, and nobody can tell whether the file was changed. Put the old key in place"
            " (JIAOHAO_SECRET_KEY, or the file secret_key in JIAOHAO_DATA) before the server starts.",
            err=True,
        )
