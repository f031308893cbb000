"""The parts, given what people and other nodes might send."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import engines
from jinja2 import UndefinedError

HOSTILE = '"><script>alert(1)</script><b onmouseover=x>&'


def render(source: str, **context: Any) -> str:
    return engines["jinja2"].env.from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        '{% import "ui/parts/form.html" as f %}{{ f.text("n", x, value=x, hint=x, error=x, prefix=x) }}',
        '{% import "ui/parts/form.html" as f %}{{ f.textarea("n", x, value=x, hint=x, error=x) }}',
        '{% import "ui/parts/form.html" as f %}{{ f.radios("n", x, [{"value": x, "text": x, "hint": x}], value=x, error=x) }}',
        '{% import "ui/parts/form.html" as f %}{{ f.checkboxes("n", x, [{"value": x, "text": x}], values=(x,)) }}',
        '{% import "ui/parts/form.html" as f %}{{ f.select("n", x, [{"value": x, "text": x}], value=x) }}',
        '{% import "ui/parts/form.html" as f %}{{ f.date("n", x, {"day": x}, error=x) }}{{ f.moment("n", x, value=x, error=x, hint=x) }}',
        '{% import "ui/parts/form.html" as f %}{{ f.errors([{"text": x, "href": "#n"}]) }}{{ f.button(x, name=x, value=x) }}{{ f.hidden("n", x) }}{{ f.search("/", value=x) }}',
        '{% import "ui/parts/content.html" as c %}{{ c.summary([{"key": x, "value": x, "href": "#", "action": x}]) }}{{ c.tag(x) }}{{ c.notice(x, title=x) }}{{ c.choices([{"text": x, "hint": x, "value": x}]) }}',
        '{% import "ui/parts/table.html" as t %}{{ t.table([{"key": "a", "title": x}, {"key": "b", "title": x}], [{"a": x, "b": x, "href": x}], x) }}',
        '{% import "ui/parts/law.html" as l %}{{ l.finding({"verdict": "no", "title": x, "why": x, "reasons": [{"text": x, "cite": x, "record": x}], "settles": [x], "parts": [{"verdict": "yes", "title": x}]}) }}',
        '{% import "ui/parts/matter.html" as m %}{{ m.link_reason({"left": x, "right": x, "kind": x, "value": x, "reason": x}) }}{{ m.selectors([{"kind": x, "value": x}]) }}{{ m.letter({"from": x, "to": x, "date": x, "reference": x, "subject": x, "paragraphs": [x], "signed": x}) }}',
        '{% import "ui/parts/matter.html" as m %}{{ m.acknowledgement({"reference": x, "code": x, "received": x, "zones": (), "office": x, "site": x, "return_address": x, "phone": x}) }}',
        '{% import "ui/parts/figures.html" as f %}{{ f.bar_chart([{"label": x, "value": 1}], x, x, x, note=x) }}',
    ],
)  # fmt: skip
def test_what_people_type_is_shown_and_never_run(source: str) -> None:
    page = render(source, x=HOSTILE)
    assert "<script" not in page
    assert not re.search(r"<b\b[^>]*onmouseover", page)
    assert "&lt;script&gt;" in page


def test_a_forgotten_variable_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(UndefinedError):
        render("{{ forgotten }}")
    with pytest.raises(UndefinedError):
        render('{% import "ui/parts/matter.html" as m %}{{ m.selectors([{"kind": "domain"}]) }}')


def test_unknown_is_never_shown_as_yes() -> None:
    page = render('{% import "ui/parts/law.html" as l %}{{ l.mark(v) }}', v="something else")
    assert "mark--unknown" in page
    assert "mark--yes" not in page


@pytest.mark.parametrize(
    "status", ["open", "conditional", "closed", "displaced", "protected", "future", "unknown"]
)
def test_each_status_has_a_word_and_a_shape_of_its_own(status: str) -> None:
    shapes = {
        code: re.search(
            r"<svg.*?</svg>",
            render('{% import "ui/parts/law.html" as l %}{{ l.status(c) }}', c=code),
            re.DOTALL,
        )[0]  # type: ignore[index]
        for code in ("open", "conditional", "closed", "displaced", "protected", "future", "unknown")
    }
    assert sum(shape == shapes[status] for shape in shapes.values()) == 1


def test_a_recalled_record_says_so_in_every_part_that_rests_on_it() -> None:
    gate = {
        "gate": "in_force",
        "verdict": "pass",
        "reasons": [{"text": "t", "cite": "c", "confidence": "recalled"}],
    }
    route = {
        "instrument": "i",
        "measure": "preservation",
        "data_category": "traffic",
        "status": "open",
        "gates": [gate],
        "confidence": "recalled",
    }
    said = "from memory, not verified"
    assert said in render('{% import "ui/parts/law.html" as l %}{{ l.route_table([r]) }}', r=route)
    assert render('{% import "ui/parts/law.html" as l %}{{ l.route_card(r) }}', r=route).count(said) == 2


def test_a_reason_without_a_stated_confidence_counts_as_not_verified() -> None:
    page = render('{% import "ui/parts/law.html" as l %}{{ l.reasons([{"text": "t", "cite": "c"}]) }}')
    assert "from memory, not verified" in page


def test_the_code_on_an_acknowledgement_reads_whole_and_in_order() -> None:
    ack = {
        "reference": "4F7K-2QX-9M0W",
        "code": "7QXM-41RD-0KZE",
        "received": "Sunday",
        "zones": (),
        "office": "o",
        "site": "s",
        "return_address": "https://a",
    }
    page = render('{% import "ui/parts/matter.html" as m %}{{ m.acknowledgement(a) }}', a=ack)
    shown = re.search(r'keep__code"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert shown
    assert re.sub(r"<[^>]+>|\s", "", shown[1]) == "7QXM-41RD-0KZE"


def test_a_suppressed_cell_tells_nothing_by_its_length() -> None:
    from comity.node.ui.chart import bars, columns

    for draw, side in ((bars, "width"), (columns, "height")):
        sizes = {
            getattr(draw([{"label": "a", "value": most}, {"label": "b", "value": None}]).bars[1], side)
            for most in (1, 50, 10_000)
        }
        assert len(sizes) == 1


def test_a_chart_without_any_value_is_drawn_without_fault() -> None:
    page = render(
        '{% import "ui/parts/figures.html" as f %}{{ f.column_chart([{"label": "a", "value": none}], "t", "c", "v") }}{{ f.bar_chart([], "t", "c", "v") }}'
    )
    assert "suppressed" in page


def test_a_history_says_the_date_again_where_the_day_changes() -> None:
    events = [
        {"at": datetime(2026, 11, 24, 1, 30, tzinfo=UTC), "title": "a"},
        {"at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "title": "b"},
        {"at": datetime(2026, 12, 2, 6, 0, tzinfo=UTC), "title": "c"},
    ]
    page = render('{% import "ui/parts/time.html" as t %}{{ t.timeline(e, ("UTC",)) }}', e=events)
    assert page.count("Nov 2026") == 1
    assert page.count("Dec 2026") == 1
