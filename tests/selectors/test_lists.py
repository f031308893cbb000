"""Well-known values join nothing; what stands below a letting host does."""

import pytest

from comity.kernel.errors import BadInput
from comity.selectors import normalise
from comity.selectors.lists import content_root, default_hubs, read_hubs

HUBS = default_hubs()


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("domain", "gmail.com", "mail"),
        ("domain", "www.google.com", "site"),
        ("domain", "www.sparkasse.de", "site"),
        ("domain", "bit.ly", "host"),
        ("domain", "evil.appspot.com", None),
        ("domain", "konto-sicherheit.example", None),
        ("url", "https://bit.ly/abc", None),
        ("url", "https://bit.ly/", "host"),
        ("url", "https://www.google.com/search?q=1", "site"),
        ("ip", "104.16.1.1", "network"),
        ("ip", "192.168.1.1", "network"),
        ("ip", "203.0.113.77", None),
        ("hash", "d41d8cd98f00b204e9800998ecf8427e", "digest"),
        ("email", "someone@gmail.com", None),
    ],
)
def test_hubs(kind, text, wanted):
    assert HUBS.of(normalise(kind, text)) == wanted


def test_a_list_without_class_is_refused(tmp_path):
    (tmp_path / "x.txt").write_text("bank.example\n")
    with pytest.raises(BadInput, match="line 1"):
        read_hubs(tmp_path)


def test_a_line_that_is_no_network_is_named(tmp_path):
    (tmp_path / "x.txt").write_text("# class: network\n203.0.113.0/24\nnonsense\n")
    with pytest.raises(BadInput, match="line 3"):
        read_hubs(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match="COMITY_WORDS"):
        content_root(tmp_path / "nothing")
