"""The kernel: identifiers that notice a typing error, errors that gather, verdicts that stay three-valued."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import country, errors
from comity.kernel.clock import instant
from comity.kernel.finding import Finding, Reason, Verdict, all_of, any_of
from comity.kernel.identifier import read_reference, reference

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
verdicts = st.lists(st.sampled_from(Verdict))


@given(st.integers(0, 2**50 - 1))
def test_a_reference_reads_back_however_it_is_typed(number: int) -> None:
    written = reference(number)
    assert read_reference(written.lower().replace("-", " ").replace("0", "o")) == written


@given(st.integers(0, 2**50 - 1), st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_in_a_reference_is_noticed(number: int, place: int, letter: str) -> None:
    plain = reference(number).replace("-", "")
    if plain[place] == letter:
        return
    with pytest.raises(errors.BadInput):
        read_reference(plain[:place] + letter + plain[place + 1 :])


@given(st.integers(0, 2**50 - 1))
def test_a_reference_can_be_read_out_on_the_telephone(number: int) -> None:
    assert set(reference(number).replace("-", "")) <= set(ALPHABET)


@pytest.mark.parametrize("text", ["", "x", "0000-000-000", "????-???-????", "é" * 11])
def test_what_is_no_reference_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(errors.BadInput) as caught:
        read_reference(text)
    assert "check it against the paper" in str(caught.value)


@given(verdicts)
def test_kleene_duality(values: list[Verdict]) -> None:
    assert ~all_of(values) is any_of(~value for value in values)


def test_a_verdict_is_not_a_bool() -> None:
    with pytest.raises(TypeError):
        bool(Verdict.UNKNOWN)


def test_one_recalled_record_makes_the_answer_recalled() -> None:
    sure = Finding("a", Verdict.YES, (Reason("r", confidence="verified"),))
    unsure = Finding("b", Verdict.YES, (Reason("r", confidence="recalled"),))
    assert Finding("c", Verdict.YES, parts=(sure, unsure)).weakest() == "recalled"
    assert Finding("c", Verdict.YES, parts=(sure,)).weakest() == "verified"


@pytest.mark.parametrize("text", ["2026-11-22T21:52:00", "22.11.2026 21:52", "", "2026-13-01T00:00:00Z"])
def test_an_instant_without_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(errors.BadInput):
        instant(text)


def test_all_faults_are_raised_at_once() -> None:
    faults = [country.BAD_CODE.fault(value=value) for value in ("", "DEU")]
    with pytest.raises(errors.BadInput) as caught:
        errors.raise_all(faults)
    assert len(caught.value.faults) == 2
    errors.raise_all([])


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        errors.declare(country.BAD_CODE.code, "other words")
