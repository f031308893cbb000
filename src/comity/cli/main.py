"""The entry point ``comity``: finds the command groups and turns errors into sentences and exit statuses.

Groups register under the entry-point group ``comity.commands``; a group that fails to import is named on
standard error and does not take the others with it.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import click

from comity import __version__
from comity.cli.output import NO, USAGE, note
from comity.kernel.errors import ComityError, Untrusted

_GROUP = "comity.commands"


class Groups(click.Group):
    """A group whose members are loaded only when named: ``comity law`` never imports the node."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every registered group."""
        return sorted({entry.name for entry in entry_points(group=_GROUP)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one group by name."""
        for entry in entry_points(group=_GROUP, name=cmd_name):
            command = entry.load()
            if isinstance(command, click.Command):
                return command
        return None


@click.command(cls=Groups)
@click.version_option(__version__, prog_name="comity")
def comity() -> None:
    """Work with Comity: the law, receipts, custody, a node, figures, the demonstration.

    Exit status: 0 fine, 1 the answer is "no" or a check failed, 2 bad input or usage.
    """


def main() -> None:
    """Run the command; print faults one a line with their codes."""
    try:
        comity(standalone_mode=False)
    except click.exceptions.Abort:
        note("Stopped.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except ComityError as error:
        for fault in error.faults:
            note(f"{fault.text}  [{fault.code}]")
        sys.exit(NO if isinstance(error, Untrusted) else USAGE)
    except BrokenPipeError:
        sys.exit(0)
