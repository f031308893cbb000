import pytest
from django.test import Client
from django.utils import translation

from comity.node.ui import languages


def test_the_path_decides_and_every_link_carries_it(site: Client) -> None:
    answer = site.get("/de/word/?a=1", headers={"accept-language": "en"})
    assert answer.content.decode() == "Zurück /de/word/ /de/word/?a=1"
    assert answer["Content-Language"] == "de"


def test_without_a_path_the_browser_decides_and_caches_are_told(site: Client) -> None:
    answer = site.get("/word/", headers={"accept-language": "de-AT, en;q=0.5"})
    assert answer.content.decode() == "Zurück /word/ /word/"
    assert "Accept-Language" in answer["Vary"]


def test_a_redirect_stays_in_the_language(site: Client) -> None:
    assert site.get("/de/onward/")["Location"] == "/de/word/"


def test_a_language_we_do_not_speak_is_a_path_like_any_other(site: Client) -> None:
    assert site.get("/fr/word/").status_code == 404
    assert site.get("/word/", headers={"accept-language": "fr"})["Content-Language"] == "en"


def test_one_request_leaves_nothing_behind_for_the_next(site: Client) -> None:
    site.get("/de/word/")
    assert site.get("/word/").content.decode() == "Back /word/ /word/"
    assert translation.get_language() == "en"


def test_no_cookie_is_set_for_a_language(site: Client) -> None:
    assert not site.get("/de/gallery/home/").cookies


@pytest.mark.parametrize("path", ["/gallery/home/?x=1", "/de/gallery/home/?x=1", "/en-xb/gallery/home/?x=1"])
def test_the_chooser_leads_to_the_same_page_in_each_language(site: Client, path: str) -> None:
    page = site.get(path).content.decode()
    offered = {tag for tag in ("en", "de", "en-xb") if f'href="/{tag}/gallery/home/?x=1"' in page}
    spoken = site.get(path)["Content-Language"]
    assert offered == {"en", "de", "en-xb"} - {spoken}


def test_the_test_language_is_mirrored_and_marked(site: Client) -> None:
    page = site.get("/en-xb/gallery/home/").content.decode()
    assert 'dir="rtl"' in page
    assert "public-rtl.css" in page
    assert "⟦Léàvé thîš pàgé" in page


def test_the_test_language_is_offered_only_to_those_who_build_pages() -> None:
    assert languages.PSEUDO not in dict(languages.django_languages(with_pseudo=False))
