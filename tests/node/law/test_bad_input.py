"""What the book does not have, or what is no question to it: a page that names what is wrong and the nearest valid words, at both faces."""

from __future__ import annotations

from typing import Any

import pytest

from comity.node.law.face import DESK, PUBLIC, Face
from tests.node.law.reader import words

pytestmark = [pytest.mark.node, pytest.mark.usefixtures("participants", "at")]

MANY = ["AD", "AE", "AL", "AM", "AR", "AT", "AU", "AZ", "BA", "BD", "BE", "BG", "BJ", "BR", "CA", "CH", "CI", "CL", "CM", "CN", "CO"]  # fmt: skip
WRONG = [
    ("country", {"code": "Germny"}, {}, 404, ("'Germny'", "Germany (DE)?")),
    ("country", {"code": "XX"}, {}, 404, ("'XX'", "Choose one of the list")),
    ("country", {"code": "JP"}, {"on": "22.11.2026"}, 422, ("'22.11.2026' is not a day", "2026-11-22")),
    ("country", {"code": "JP"}, {"on": "2026-02-30"}, 422, ("'2026-02-30' is not a day",)),
    ("country", {"code": "JP"}, {"on": "1066-10-14"}, 422, ("says nothing of 1066-10-14",)),
    ("treaty", {"name": "ets186"}, {}, 404, ("'ets186'", "Did you mean 'ets189'?")),
    ("article", {"name": "Illegal acess"}, {}, 404, ("'Illegal acess'", "Illegal access (BC 2)?")),
    ("power", {"name": "preservatoin"}, {}, 404, ("'preservatoin'", "Expedited preservation")),
    ("record", {"kind": "offense", "name": "JP/ETS185:2"}, {}, 404, ("Did you mean 'offence'?",)),
    ("record", {"kind": "party", "name": "ets185"}, {}, 404, ("TREATY/STATE",)),
    ("record", {"kind": "state", "name": "JP"}, {"on": "soon"}, 422, ("'soon' is not a day",)),
    ("check-country", {"code": "Jpan"}, {}, 404, ("Japan (JP)?",)),
    ("gaps-country", {"code": "Jpan"}, {}, 404, ("Japan (JP)?",)),
    ("gaps-paper", {"code": "Jpan"}, {}, 404, ("Japan (JP)?",)),
    ("gaps-json", {"code": "Jpan"}, {}, 404, ("Japan (JP)?",)),
    ("common", {}, {"states": ["DE", "Jpan", "Frnce"]}, 404, ("Japan (JP)?", "France (FR)?")),
    ("common", {}, {"states": ["DE"]}, 422, ("Choose at least two",)),
    ("common", {}, {"states": MANY}, 422, ("21 states were chosen; at most 20",)),
    ("compare", {}, {"one": "DE", "other": "de"}, 422, ("not compared with itself",)),
    ("compare", {}, {"one": "DE", "other": "Jpan"}, 404, ("Japan (JP)?",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "query", "status", "said"), WRONG)
def test_at_the_portal(portal: Any, name: str, given: Any, query: Any, status: int, said: Any) -> None:
    _refused(portal, PUBLIC, name, given, query, status=status, said=said)


def test_at_the_desk(desk: Any, people: Any) -> None:
    desk.sign_in(people("investigator"))
    for name, given, query, status, said in WRONG:
        _refused(desk, DESK, name, given, query, status=status, said=said)


def _refused(client: Any, face: Face, name: str, given: Any, query: Any, *, status: int, said: Any) -> None:
    answer = client.get(face.link(name, **given), query)
    assert answer.status_code == status
    text = words(answer)
    assert "The book cannot answer this" in text
    assert all(one in text for one in said), text


@pytest.mark.parametrize("name", ["\x00", "../../etc/passwd", "a" * 3000, "%ff", "ETS185:2/../x", "🦀"])
def test_rubbish_in_an_address_is_never_a_failure(portal: Any, name: str) -> None:
    for base in ("countries", "treaties", "articles", "powers", "check", "gaps", "record/treaty", "record"):
        assert portal.get(f"/law/{base}/{name}/").status_code in {404, 301}
    for page in ("countries/JP/", "compare/", "common/", "search/", "check/", "treaties/ets185/"):
        for key in ("on", "q", "one", "states"):
            assert portal.get(f"/law/{page}", {key: name}).status_code in {200, 404, 422}


def test_a_page_is_only_read(portal: Any) -> None:
    for name, given in (("front", {}), ("country", {"code": "JP"}), ("check-json", {}), ("common", {})):
        assert portal.post(PUBLIC.link(name, **given)).status_code == 405


def test_a_country_is_found_by_its_name_in_the_pages_language(portal: Any) -> None:
    for address in (
        "/law/countries/japan/",
        "/law/countries/jp/",
        "/de/law/countries/Österreich/",
        "/law/countries/UK/",
    ):
        assert portal.get(address).status_code == 200
