"""``python -m comity.node.rounds``: the worker's process."""

import asyncio

import django

from comity.node.base.loading import loading

if __name__ == "__main__":
    with loading():
        django.setup()
        from comity.node.rounds.worker import work

    asyncio.run(work())
