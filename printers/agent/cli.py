"""`jiaohao agent`: run it, pair it, learn a device's frames."""

import logging
from pathlib import Path

import click

FILE = Path("/etc/jiaohao/agent.yaml")


@click.group(invoke_without_command=True)
@click.option(
    "--config",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="JIAOHAO_AGENT",
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
    from printers.agent.agent import Already, run_forever
    from printers.agent.config import BadConfig, read_config

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        run_forever(read_config(file))
    except BadConfig as error:
        raise click.ClickException(f"nothing was started, because\n{error}") from error
    except FileNotFoundError as error:
        raise click.ClickException(
            "this agent has no key; see: jiaohao agent pair --help"
        ) from error
    except Already as error:
        raise click.ClickException(str(error)) from error
