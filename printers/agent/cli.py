"""`jiaohao agent`: run it, pair it, learn a device's frames."""

import logging
import sqlite3
import time
from pathlib import Path

import click

FILE = Path("/etc/jiaohao/agent.yaml")


@click.group(invoke_without_command=True)
@click.option(
    "--config",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=FILE,
    show_default=True,
    help="What is plugged in where; docs/agent.md tells how to write it.",
)
@click.pass_context
def agent(context: click.Context, file: Path) -> None:
    """Speak for the keys, signs and printers plugged into this machine."""
    context.obj = file
    if context.invoked_subcommand is None:
        _run(file)


def _run(file: Path) -> None:
    # The server's other commands need none of this.
    from printers.agent.agent import Already, NoKey, run_forever
    from printers.agent.config import BadConfig, read_config

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        config = read_config(file)
    except BadConfig as error:
        raise click.ClickException(f"nothing was started, because\n{error}") from error
    try:
        run_forever(config)
    except NoKey as error:
        raise click.ClickException(
            f"this agent has no key; see: jiaohao agent pair --help\n{error}"
        ) from error
    except sqlite3.Error as error:
        raise click.ClickException(f"{config.data} takes nothing: {error}") from error
    except (Already, OSError) as error:
        raise click.ClickException(str(error)) from error


@agent.command()
@click.option("--server", help="The server's address; the configuration's when left out.")
@click.option("--place", required=True, help="The agent's code in the hall's set-up.")
@click.option("--hall", help="The hall's code, where a server has several.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The agent's folder; the configuration's when left out.",
)
@click.pass_obj
def pair(file: Path, server: str | None, place: str, hall: str | None, data: Path | None) -> None:
    """Ask for a key: an administrator accepts the code on the devices page."""
    from printers.agent import pair as pairing
    from printers.agent.agent import KEY
    from printers.agent.config import BadConfig, is_address, read_config
    from printers.agent.door import Away, No

    try:
        config = read_config(file) if server is None or data is None else None
        url = server or (config.server if config else "")
        if not is_address(url):
            raise click.ClickException(
                f"write the server's address as http://… or https://…: {url}"
            )
        folder = data or (config.data if config else file.parent)
        key = pairing.pair(url, place, hall, _show, time.sleep)
        pairing.keep(folder / KEY, key)
    except (BadConfig, OSError) as error:
        raise click.ClickException(str(error)) from error
    except pairing.Refused as error:
        raise click.ClickException(f"no key was given: {error}") from error
    except (Away, No) as error:
        raise click.ClickException(f"the server gives no code: {error}") from error
    click.echo(f"This agent is {place} now; its key is in {folder / KEY}.")


def _show(code: str) -> None:
    click.echo(f"{code[:3]} {code[3:]}")
    click.echo("Accept these digits on the devices page; this waits for ten minutes.")


@agent.command()
@click.argument("port", type=click.Path(path_type=Path), required=False)
@click.option("--baud", default=9600, show_default=True, help="Speed of a serial port.")
@click.option("--seconds", default=60.0, show_default=True, help="How long to listen.")
def learn(port: Path | None, baud: int, seconds: float) -> None:
    """Show what a device sends for each press, and a frame that fits. Stop the agent first.

    PORT is a serial port, or a keyboard under /dev/input; without one, what is plugged in is listed.
    """
    from printers.agent.learning import frames_of, keys_of, ports

    try:
        if port is None:
            ports(click.echo)
        elif str(port).startswith("/dev/input/"):
            keys_of(str(port), seconds, click.echo)
        else:
            frames_of(str(port), baud, seconds, click.echo)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        raise click.ClickException(f"{port}: {error}") from error
