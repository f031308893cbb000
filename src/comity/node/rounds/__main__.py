"""``python -m comity.node.rounds``: the worker's process."""

import asyncio

import django

if __name__ == "__main__":
    django.setup()
    from comity.node.rounds.worker import work

    asyncio.run(work())
