"""``comity demo ...``: run the demonstration network, send the case "Lantern" through it, forget it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import click

from comity.cli.output import NO, note, print_line
from comity_demo import network as networks
from comity_demo import running

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def demo() -> None:
    """The demonstration network: Germany, Japan and France on this machine, all people and offices invented."""


@demo.command()
@click.option("--folder", type=_FOLDER, default=Path("var/demo"), show_default=True)
@click.option(
    "--port",
    type=click.IntRange(1024, 65526),
    default=8400,
    show_default=True,
    help="The start page; the nodes use the nine ports above it.",
)
def run(folder: Path, port: int) -> None:
    """Start the network and print the address of its start page; Ctrl-C stops all."""
    began = time.monotonic()
    _stop_by_signal()
    folder = folder.resolve()
    with running.lock(folder, f"http://localhost:{port}/"):
        running.space(folder)
        running.ports(port)
        first = not (folder / "network.json").exists()
        if first:
            note("Founding the nodes of Germany, Japan and France; this takes about a minute, once.")
        network = networks.found(folder, port)
        whole = running.RunningNetwork(network, note)
        try:
            whole.start()
            print_line(f"The demonstration is ready after {time.monotonic() - began:.0f} s. Begin here:")
            print_line()
            print_line(f"    {network.start}")
            print_line()
            print_line("Ctrl-C stops all; the data stay. Everything in it is invented.")
            sys.stdout.flush()
            whole.watch()
        except KeyboardInterrupt:
            note("Stopping; this takes a few seconds.")
        finally:
            whole.stop()
    print_line("The demonstration has stopped; its data are kept.")


@demo.command()
@click.option(
    "--folder", type=_FOLDER, help="Where the network of the journey lies; a temporary folder if not given."
)
@click.option("--keep", is_flag=True, help="Keep the folder afterwards.")
@click.option("--until", default="", help="Stop after the step of this name.")
def journey(folder: Path | None, until: str, *, keep: bool) -> None:
    """Send the case "Lantern" through three nodes of its own, without a browser; exit 0 only if every check holds."""
    from comity_demo.journey import travel

    if not travel(folder, keep=keep, until=until):
        sys.exit(NO)


@demo.command()
@click.option("--folder", type=_FOLDER, default=Path("var/demo"), show_default=True)
@click.option("--port", default=8400, hidden=True)
def forget(folder: Path, port: int) -> None:
    """Delete the network's folder with all its data."""
    folder = folder.resolve()
    if folder.exists():
        with running.lock(folder, f"http://localhost:{port}/"):
            gone = networks.forget(folder)
    else:
        gone = False
    print_line("The demonstration's data are gone." if gone else "There is no demonstration here.")


def _stop_by_signal() -> None:
    """Have the first signal end the waiting, wherever it is; further ones do not disturb the stopping."""

    def caught(_number: int, _frame: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, caught)


def main() -> None:
    """Run as ``python -m comity_demo.commands``."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    demo()


if __name__ == "__main__":
    main()
