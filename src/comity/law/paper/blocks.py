"""A decision receipt as a document of headings, paragraphs and tables, independent of how it is printed.

Labels come from ``content/reasons/<lang>/paper.toml``; everything else is from the receipt. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comity.kernel.finding import Reason
from comity.law.decision import Receipt
from comity.law.words import country_name, sentence, sentences, word

Block = dict[str, Any]
"""``{"heading": text, "level": 1 to 3}``, ``{"text": text}`` or ``{"columns": [...], "rows": [[...]]}`` with ``widths``."""

_SHORT = 23
"""Characters of a digest shown in a table: ``sha256:`` and sixteen digits; the full one is in the file."""


class Words:
    """The labels of one language, and the words for codes and states."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, code: str, **params: Any) -> str:
        """Return a label."""
        return sentence(Reason(f"paper.{code}", params), self.lang)

    def code(self, value: Any) -> str:
        """Say a coded value in words where there are any, else as a phrase."""
        said = word(str(value), self.lang)
        return said if said != value else said.replace("_", " ")

    def place(self, code: Any) -> str:
        """Name a state."""
        return country_name(str(code), self.lang)


def blocks(receipt: Receipt) -> list[Block]:
    """Return the document: what it is, the question, the answer, the rules applied, the records used, how to check it."""
    document = receipt.document
    say = Words(receipt.question.lang)
    answer = document["answer"]
    parts = {"routes": _routes, "offences": _offences, "dual": _dual, "jurisdiction": _jurisdiction}
    return [
        *_head(receipt, say),
        {"heading": say("question"), "level": 1},
        *_question(document["question"]["scenario"], say),
        {"heading": say("answer"), "level": 1},
        *parts[receipt.question.kind](answer, say),
        {"heading": say("rules"), "level": 1},
        table(
            [say("rule"), say("cite"), say("record")],
            [[row["rule"], row["cite"] or "-", row["record"] or "-"] for row in document["rules"]],
            [3, 3, 4],
        ),
        {"heading": say("records"), "level": 1},
        {"text": say("records_explained", number=len(document["records"]))},
        table(
            [say("record"), say("digest")],
            [[row["id"], row["digest"][:_SHORT]] for row in document["records"]],
            [7, 3],
        ),
        {"heading": say("check"), "level": 1},
        {"text": say("check_explained", digest=receipt.digest)},
        {"text": document["book"]["disclaimer"]},
    ]


def title(receipt: Receipt) -> str:
    """Return the title of the document."""
    say = Words(receipt.question.lang)
    return say("title", kind=say(f"kind_{receipt.question.kind}"))


def table(columns: list[str], rows: list[list[str]], widths: list[int]) -> Block:
    """Return a table as a block; widths are shares of the line."""
    return {"columns": columns, "rows": rows, "widths": widths}


def _head(receipt: Receipt, say: Words) -> Iterator[Block]:
    document = receipt.document
    book, engine = document["book"], document["engine"]
    rows = [
        [say("matter"), receipt.question.scenario.title or receipt.question.scenario.id or "-"],
        [say("on"), receipt.question.scenario.on.isoformat()],
        [say("made"), document["at"]],
        [say("book"), f"{book['version']}, {book['digest']}"],
        [say("engine"), f"Comity {engine['version']}, {engine['digest']}"],
        [say("receipt"), receipt.digest],
    ]
    yield table(["", ""], rows, [2, 7])
    yield {"text": say("what_it_is")}


def _question(scenario: Mapping[str, Any], say: Words) -> Iterator[Block]:
    yield {"text": say("omitted_is_unknown")}
    yield table([say("fact"), say("value")], [[path, text] for path, text in _flat(scenario, say)], [4, 6])


def _flat(value: Any, say: Words, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, say, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, say, f"{path} {number}")
    else:
        items = value if isinstance(value, list) else [value]
        yield path, ", ".join(say(f"said_{str(i).lower()}") if isinstance(i, bool) else str(i) for i in items)


def _routes(answer: Mapping[str, Any], say: Words) -> Iterator[Block]:
    rows = [
        [
            str(number),
            say.code(route["status"]),
            f"{say.place(route['requesting'])} → {say.place(route['requested'])}",
            f"{route['legal_basis']}\n{say.code(route['measure'])}",
            say.code(route["data_category"]),
            say(f"sure_{route['confidence']}"),
        ]
        for number, route in enumerate(answer["routes"], 1)
    ]
    columns = ["", say("status"), say("between"), say("basis"), say("data"), say("sure")]
    yield table(columns, rows, [1, 2, 4, 5, 2, 2])
    for number, route in enumerate(answer["routes"], 1):
        yield from _route(number, route, say)
    for step in answer.get("plan", []):
        yield {"text": f"{say.code(step['phase'])}: " + ", ".join(r["instrument"] for r in step["routes"])}


def _route(number: int, route: Mapping[str, Any], say: Words) -> Iterator[Block]:
    yield {
        "heading": f"{number}. {route['legal_basis']}, {say.place(route['requested'])}, {say.code(route['data_category'])}: "
        + say.code(route["status"]),
        "level": 2,
    }
    if (order := route.get("order")) and order.get("text"):
        yield {"text": order["text"]}
    rows = [
        [say.code(gate["gate"]), say.code(gate["verdict"]), reason["text"], _source(reason, say)]
        for gate in route["gates"]
        for reason in gate["reasons"]
    ]
    if rows:
        yield table([say("gate"), say("verdict"), say("why"), say("source")], rows, [2, 1, 6, 3])
    for ground in route["grounds"]:
        yield {
            "text": say(
                "ground",
                ground=say.code(ground["id"]),
                cite=ground["cite"],
                effect=say.code(ground["effect"]),
            )
        }
    for clock in route["clocks"]:
        yield {
            "text": say(
                "clock",
                name=say.code(clock["name"]),
                duration=clock["duration"] or "-",
                due=clock["due"] or "-",
                rule=say.code(clock["rule"]),
                cite=clock["cite"],
            )
        }
    for warning in route["warnings"]:
        yield {"text": say("warning", warning=warning)}


def _source(reason: Mapping[str, Any], say: Words) -> str:
    parts = [
        reason["cite"],
        reason["record"],
        say(f"sure_{reason['confidence']}") if reason["record"] else "",
    ]
    return "\n".join(part for part in parts if part) or "-"


def _offences(answer: Mapping[str, Any], say: Words) -> Iterator[Block]:
    columns = [say("offence"), say("verdict"), say("unmet"), say("unknown"), say("months"), say("sure")]
    for state, offences in answer["countries"].items():
        if not offences:
            continue
        yield {"heading": say.place(state), "level": 2}
        rows = [
            [
                f"{one['statute'] or '-'} ({one['article']})",
                say.code(one["verdict"]),
                ", ".join(one["unmet"]) or "-",
                ", ".join(one["unknown"]) or "-",
                "-" if one["max_penalty_months"] is None else str(one["max_penalty_months"]),
                say(f"sure_{one['confidence']}"),
            ]
            for one in offences
        ]
        yield table(columns, rows, [4, 2, 3, 3, 1, 2])


def _dual(answer: Mapping[str, Any], say: Words) -> Iterator[Block]:
    for pair in answer.get("pairs", [answer]):
        here, there = say.place(pair["requesting"]), say.place(pair["requested"])
        yield {"heading": f"{here}, {there}: {say.code(pair['verdict'])}", "level": 2}
        for reason in pair["reasons"]:
            yield {"text": reason["text"]}
        rows = [
            [
                row["element"],
                say.code(row["requesting"]),
                say.code(row["requested"]),
                say(f"said_{str(row['fact']).lower()}"),
            ]
            for row in pair["elements"]
        ]
        yield table([say("element"), here, there, say("fact")], rows, [4, 3, 3, 2])


def _jurisdiction(answer: Mapping[str, Any], say: Words) -> Iterator[Block]:
    yield {"text": say("no_winner")}
    rows = [
        [
            say.place(claim["state"]),
            f"{say.code(claim['head'])} ({claim['cite']})",
            say.code(claim["verdict"]),
            "\n".join(reason["text"] for reason in claim["reasons"]),
        ]
        for claim in answer["claims"]
    ]
    yield table([say("state"), say("head"), say("verdict"), say("why")], rows, [2, 3, 1, 5])
    rows = [
        [factor["title"], say.code(factor["weight"]), _factor(factor, say)]
        for factor in answer["factors"].values()
    ]
    yield table([say("factor"), say("weight"), say("facts_say")], rows, [4, 2, 5])
    for duty in answer["duties"]:
        yield {"text": f"{duty['text']} ({duty['cite']})"}


def _factor(factor: Mapping[str, Any], say: Words) -> str:
    said = [f"{say.place(state)}: {', '.join(found)}" for state, found in factor["states"].items()]
    return "\n".join(said) or "-"


def has_words(lang: str) -> bool:
    """Say whether a language has labels of its own for paper."""
    return any(code.startswith("paper.") for code in sentences(lang))
