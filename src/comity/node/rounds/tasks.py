"""The one kind of job there is: "walk this round". Found by procrastinate in the worker."""

from procrastinate.contrib.django import app

from comity.node.rounds import walk


@app.task(name="comity.round", queue="rounds")
def walk_round(name: str) -> None:
    """Walk a round because somebody rang."""
    walk.one(name)
