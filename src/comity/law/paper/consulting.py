"""A consultation record on paper: what the engine set out, what each side said, where it stands. No winner is printed, for none is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comity.kernel.digest import digest_of
from comity.law.consultation import standing
from comity.law.paper.blocks import Block, Words, table
from comity.law.paper.printing import print_blocks


def pdf(record: Mapping[str, Any], lang: str = "en") -> bytes:
    """Return a consultation record as PDF.

    Raises:
        BadInput: the record is not whole, typst is not installed, or the document cannot be printed whole.
    """
    say = Words(lang)
    return print_blocks(
        blocks(record, lang),
        title=say("consultation"),
        lang=lang,
        header=f"Comity · {record['book']['version']} · {record['opened']}",
        footer=digest_of(record),
    )


def blocks(record: Mapping[str, Any], lang: str = "en") -> list[Block]:
    """Return the document: matter, claims, factors with what the sides say, bars, duties, options, statements, standing."""
    say = Words(lang)
    stands = standing(record)
    return [
        *_head(record, say),
        {"heading": say("claims"), "level": 1},
        table(
            [say("state"), say("head"), say("verdict")],
            [
                [
                    say.place(one["state"]),
                    f"{say.code(one['head'])} ({one['cite']})",
                    say.code(one["verdict"]),
                ]
                for one in record["claims"]
            ],
            [3, 5, 2],
        ),
        {"heading": say("factors"), "level": 1},
        {"text": say("no_winner")},
        table(
            [say("factor"), say("weight"), say("facts_say"), say("sides_say")],
            [_factor(one, stands["factors"].get(one["id"], {}), say) for one in record["factors"]],
            [4, 2, 4, 5],
        ),
        *_rest(record, stands, say),
    ]


def _head(record: Mapping[str, Any], say: Words) -> Iterator[Block]:
    rows = [
        [say("matter"), record["scenario"].get("scenario", {}).get("title", "") or "-"],
        [say("states"), ", ".join(say.place(state) for state in record["states"])],
        [say("on"), record["on"]],
        [say("made"), record["opened"]],
        [say("book"), f"{record['book']['version']}, {record['book']['digest']}"],
    ]
    yield table(["", ""], rows, [2, 7])
    yield {"text": say("what_it_is")}


def _factor(factor: Mapping[str, Any], said: Mapping[str, Any], say: Words) -> list[str]:
    facts = [f"{say.place(state)}: {', '.join(found)}" for state, found in factor["states"].items()]
    words = [
        f"{say.place(about)}: {one['words']} ({one['asserted_by']}, {say.place(one['state'])})"
        for about, all_said in said.items()
        for one in all_said
    ]
    return [factor["title"], say.code(factor["weight"]), "\n".join(facts) or "-", "\n".join(words) or "-"]


def _rest(record: Mapping[str, Any], stands: Mapping[str, Any], say: Words) -> Iterator[Block]:
    bars = [
        [f"{say.place(one['judged_in'])} → {say.place(one['state'])}", f"{one['title']} ({one['cite']})", say.code(one["verdict"])]
        for one in record["ne_bis_in_idem"]
        if one["reach"] == "across"
    ]  # fmt: skip
    if bars:
        yield {"heading": say("earlier"), "level": 1}
        yield table([say("between"), say("rule"), say("verdict")], bars, [3, 5, 2])
    for duty in record["duties"]:
        yield {"text": f"{', '.join(say.place(s) for s in duty['states'])}: {duty['text']} ({duty['cite']})"}
    if record["options"]:
        yield {"heading": say("options"), "level": 1}
        yield table(
            [say("between"), say("basis"), say("status"), say("sure")],
            [
                [
                    f"{say.place(one['from'])} → {say.place(one['to'])}",
                    f"{one['legal_basis']}\n{say.code(one['measure'])}",
                    say.code(one["status"]),
                    say(f"sure_{one['confidence']}"),
                ]
                for one in record["options"]
            ],
            [4, 5, 2, 2],
        )
    yield {"heading": say("statements"), "level": 1}
    yield table(
        ["", say("state"), say("said"), say("asserted_by"), say("at")],
        [
            [
                str(one["number"]),
                say.place(one["state"]),
                ": ".join(
                    part for part in (say.code(one["kind"]), say.code(one["code"]), one["words"]) if part
                ),
                one["asserted_by"],
                one["at"],
            ]
            for one in record["statements"]
        ],
        [1, 2, 6, 3, 3],
    )
    yield {"text": say("agreed" if stands["agreed"] else "not_agreed")}
    yield {"text": say("chain_explained", digest=digest_of(record))}
