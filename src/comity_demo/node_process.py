"""``python -m comity_demo.node_process FOLDER --log FILE``: what ``comity node run`` does, without loading all commands."""

from __future__ import annotations

from comity.node.base.commands import run

if __name__ == "__main__":
    import sys

    from comity.cli.output import NO, USAGE, note
    from comity.kernel.errors import ComityError, Untrusted

    try:
        run.main(standalone_mode=False)
    except ComityError as error:
        for fault in error.faults:
            note(f"{fault.text}  [{fault.code}]")
        sys.exit(NO if isinstance(error, Untrusted) else USAGE)
