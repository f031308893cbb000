"""The browser without script: what it finds on a page, what it sends, and how it says that something is missing."""

from __future__ import annotations

import pytest

from comity_demo.browser import Page, Stuck

HTML = """<html><body><main><h1>Hold</h1><p>Wait   here</p>
<a href="/x/1">The first</a> <a href="/x/2">The second</a> <a href="/x/1">again</a>
<time datetime="2026-11-24T01:30:00+00:00">then</time>
<form id="act-hold" action="/hold" method="post" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="abc"><input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked>
<input type="checkbox" name="c" value="1" checked><input type="checkbox" name="c" value="2"><input type="file" name="f">
<select name="s"><option value="x">X</option><option selected>Y</option></select><textarea name="t">
words</textarea><input name="off" value="1" disabled>
<button name="do" value="go">Keep it</button></form>
<button form="act-hold" name="do" value="no">Leave it</button>
<form action="/other/"><button>Other</button></form></main></body></html>"""


@pytest.fixture
def page() -> Page:
    return Page("http://x/", 200, HTML.encode(), "text/html")


def test_what_a_form_holds(page):
    form = page.form("act-hold")
    assert form.values == {"csrf": ("abc",), "r": ("b",), "c": ("1",), "s": ("Y",), "t": ("words",)}
    assert form.choices == {"r": ("a", "b"), "c": ("1", "2"), "s": ("x", "Y")}
    assert "f" in form.fields
    assert "off" not in form.fields
    assert form.multipart
    assert [words for _, _, words in form.buttons] == ["Keep it", "Leave it"]


@pytest.mark.parametrize("wanted", ["act-hold", "hold", "do", "go", "keep it"])
def test_a_form_is_found_by_id_address_or_button(page, wanted):
    assert page.form(wanted).key == "act-hold"


def test_a_missing_form_is_named_with_those_that_are_there(page):
    with pytest.raises(Stuck) as caught:
        page.form("act-release")
    assert "act-hold" in caught.value.faults[0].text


def test_words_links_and_instants(page):
    assert page.main.startswith("Hold Wait here The first")
    assert page.links(r"^/x/") == ["/x/1", "/x/2"]
    assert page.link("second") == "/x/2"
    assert page.instants == ["2026-11-24T01:30:00+00:00"]
    with pytest.raises(Stuck):
        page.link("third")
