from decimal import Decimal

import pytest
from django.utils import translation

from comity.node.ui import words


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("4200"), "EUR", "€4,200.00"),
        (Decimal("180000"), "JPY", "JP¥180,000"),
        (Decimal("0.0125"), "BTC", "0.0125 BTC"),
        (Decimal("1E+3"), "BTC", "1,000 BTC"),
        (Decimal("3150.005"), "EUR", "€3,150.005"),
        (Decimal("1"), "GOLD", "1 GOLD"),
    ],
)
def test_money_has_the_decimals_of_its_currency_and_loses_none(
    amount: Decimal, currency: str, text: str
) -> None:
    assert words.money(amount, currency) == text


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError, match="exact"):
        words.money(89.9, "EUR")  # type: ignore[arg-type]


def test_money_follows_the_language() -> None:
    with translation.override("de"):
        assert words.money(4200, "EUR") == "4.200,00\xa0€"


def test_countries_have_their_names_and_invented_ones_say_so(settings: object) -> None:
    assert words.country("jp") == "Japan"
    assert words.country("XK") == "Kosovo"
    assert words.country("EU") == "European Union"
    assert words.country("XR") == "XR (invented state)"
    settings.COMITY_INVENTED_STATES = {"XR": "Ruritania (demonstration)"}  # type: ignore[attr-defined]
    assert words.country("XR") == "Ruritania (demonstration)"
    with translation.override("de"):
        assert words.countries(["FR", "DE"]) == "Frankreich, Deutschland"


def test_a_country_without_a_name_is_shown_as_its_code() -> None:
    assert words.country("QQ") == "QQ"


def test_a_reference_cannot_break_out_of_its_markup() -> None:
    assert words.reference("<b>") == '<bdi class="ref">&lt;b&gt;</bdi>'


@pytest.mark.parametrize(
    ("octets", "text"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_000_000_000, "2 GB")]
)
def test_sizes_of_files(octets: int, text: str) -> None:
    assert words.size(octets) == text


def test_a_code_is_grouped_for_copying_by_hand() -> None:
    assert words.grouped("7QXM41RD0K") == "7QXM-41RD-0K"
    assert words.grouped("7QXM-41RD 0K") == "7QXM-41RD-0K"
