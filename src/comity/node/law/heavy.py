"""What is too heavy for a process that people wait at: run in a process of its own, with ``python -m comity.node.law.heavy``.

    heavy sheets DAY FOLDER              make the sheets of the atlas (numpy, some seconds, some 150 MB)
    heavy answer QUESTION.json ANSWER.json   answer "what if" or rank next steps (seconds to a minute)

It knows no database and no keys: what it needs is the law book and what stands in its arguments. It gives way to all
other work, ends when whoever started it is gone, and never takes longer than :data:`LONGEST`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

from comity.kernel.errors import BadInput
from comity.law import book as books
from comity.law import steps
from comity.law.book import Book

LONGEST = 15 * 60
"""Seconds after which it gives up."""
WHAT_IF, NEXT_STEPS = "what_if", "next_steps"


def sheets(on: date, folder: Path) -> None:
    """Make the sheets of both layers for a day, all or none."""
    from comity.law.atlas.sheet import cut
    from comity.law.atlas.table import Table
    from comity.law.atlas.world import World
    from comity.node.law.sheets import keep

    book = books.load()
    world = World(book, on)
    tables = {"any": Table(world), "duty": Table(world, duty=True)}
    keep(
        folder,
        {state: {layer: cut(table, state) for layer, table in tables.items()} for state in world.states},
    )


def answer(asked: dict[str, Any], book: Book) -> dict[str, Any]:
    """Return the document that answers a question, as ``comity law what-if`` and ``comity law next-steps`` print it.

    ``asked``: ``kind``, ``on``, ``duty``, ``lang``; ``steps`` (documents of steps) for what-if; ``states``, ``number``, ``kinds``,
    ``weights`` (``[[asks, asked, number], ...]``, or none for equal) for next steps.

    Raises:
        BadInput: it names what the book does not have; all faults together.
    """
    from comity.law.next_steps import next_steps
    from comity.law.simulation import Simulation
    from comity.law.what_if import what_if

    on = date.fromisoformat(asked["on"])
    simulation = Simulation(book, on, duty=asked["duty"])
    if asked["kind"] == WHAT_IF:
        return what_if(simulation, (step_of(one) for one in asked["steps"])).document(asked["lang"])
    given = asked["weights"]
    weights = None if given is None else {(asks, other): float(number) for asks, other, number in given}
    return next_steps(
        simulation, asked["states"], number=asked["number"], kinds=asked["kinds"], weights=weights
    ).document(asked["lang"])


def step_of(document: dict[str, Any]) -> steps.Step:
    """Return the step a document says (:func:`comity.law.steps.document`)."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in document.items()
        if name != "kind"
    }
    return steps.KINDS[document["kind"]](**given)


def write(file: Path, document: Any) -> None:
    """Write a file whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    with part.open("w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _answer_to(question: Path, file: Path) -> None:
    asked = json.loads(question.read_text(encoding="utf-8"))
    try:
        write(file, {"answer": answer(asked, books.load())})
    except BadInput as error:
        write(
            file,
            {
                "faults": [
                    {"code": one.code, "facts": {key: str(value) for key, value in one.facts.items()}}
                    for one in error.faults
                ]
            },
        )


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main(what: str, *arguments: str) -> None:
    """Do one piece of work."""
    os.nice(15)
    signal.alarm(LONGEST)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    if what == "sheets":
        sheets(date.fromisoformat(arguments[0]), Path(arguments[1]))
    else:
        _answer_to(Path(arguments[0]), Path(arguments[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
