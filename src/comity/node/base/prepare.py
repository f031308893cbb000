"""Bring a node's database and pages up to date before its doors open: roles, migrations, grants, participants, statics.

Run as a process of its own (``python -m comity.node.base.prepare``), so that the supervisor stays small.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from comity.kernel.errors import ComityError
from comity.node.base import home, roles


def prepare(*, statics: bool = True) -> None:
    """Make everything ready for the node in ``COMITY_NODE``; doing it twice changes nothing."""
    node = home.current()
    if node is None:
        raise RuntimeError("COMITY_NODE is not set")
    roles.ensure(node)
    os.environ["COMITY_DOOR"] = "admin"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.conf.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings

    from comity.node.base.participants import sync_hosted

    call_command("migrate", interactive=False, verbosity=0)
    sync_hosted(node)
    for extension in settings.EXTENSIONS:
        extension.prepare(node)
    if statics:
        storages: dict[str, Any] = settings.STORAGES | {
            "staticfiles": {"BACKEND": "comity.node.base.statics.Statics"}
        }
        with override_settings(STORAGES=storages):
            call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def main() -> None:
    """Prepare, or say in one line why not."""
    try:
        prepare()
    except ComityError as error:
        for fault in error.faults:
            sys.stderr.write(f"{fault.text}  [{fault.code}]\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
