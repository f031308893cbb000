"""The worker: answers the bell (procrastinate) and walks all rounds every ten seconds; rescues jobs of killed workers."""

from __future__ import annotations

import asyncio
import logging

from asgiref.sync import sync_to_async
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector

from comity.node.rounds import walk

PAUSE = 10.0
STALLED_AFTER = 60
_log = logging.getLogger("comity.worker")


async def work() -> None:
    """Work until told to stop (SIGTERM, SIGINT)."""
    connector = django_app.connector
    assert isinstance(connector, DjangoConnector)
    app: App = django_app.with_connector(connector.get_worker_connector())
    async with app.open_async():
        walker = asyncio.create_task(_walk_for_ever(app))
        try:
            await app.run_worker_async(
                queues=["rounds"], concurrency=1, wait=True, fetch_job_polling_interval=30, delete_jobs="successful",
                install_signal_handlers=True, name="comity",
            )  # fmt: skip
        finally:
            walker.cancel()


async def _walk_for_ever(app: App) -> None:
    while True:
        await sync_to_async(walk.all_of_them, thread_sensitive=True)()
        try:
            await _rescue(app)
        except Exception:
            _log.exception("worker.rescue.failed")
        await asyncio.sleep(PAUSE)


async def _rescue(app: App) -> None:
    """Put jobs back whose worker was killed: they would stay ``doing`` for ever."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)
        _log.info("worker.job.rescued", extra={"facts": {"job": job.id}})
