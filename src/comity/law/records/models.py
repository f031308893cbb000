"""What a law could say, and what it says of the same act done without a computer: for reports on gaps."""

from __future__ import annotations

from typing import Literal

from comity.law.records.base import Fact


class ModelText(Fact, frozen=True, kw_only=True):
    """``models/texts.toml``: how one model words an offence, in our own words.

    ``elements``: those the model asks, in the vocabulary. ``may_add``: elements the model lets a state ask on top; an element a
    state asks and no model of the article allows narrows its law further than the model does.
    """

    id: str
    article: str
    origin: str
    cite: str
    text: str
    treaty: str = ""
    elements: tuple[str, ...] = ()
    may_add: tuple[str, ...] = ()


class OfflinePair(Fact, frozen=True, kw_only=True):
    """``models/offline.toml``: an offence known without computers and the articles on the same act done with one.

    ``offline_article``: the article under which the book holds the offline offence of each state; without it the rows in
    ``countries/<cc>/offline.toml`` say whether the state punishes it.
    """

    id: str
    title: str
    offline: str
    online: tuple[str, ...]
    offline_article: str = ""


class OfflineOffence(Fact, frozen=True, kw_only=True):
    """``countries/<cc>/offline.toml``: does the state punish the offline act of a pair? No row is unknown."""

    state: str
    pair: str
    criminal: Literal["yes", "no", "unknown"]
    statute: str = ""
