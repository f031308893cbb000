"""A company is no person: what names the provider is not shown as personal data, what names people is."""

from comity.law import book
from comity.node.assistance.leaving import leaving


def test_a_provider_is_no_personal_data_and_an_address_with_its_port_is() -> None:
    instrument = book.load().instrument("bc-29-preservation")
    values = {
        "custodian_or_system_location": {"name": "Hoshi Hosting K.K., Osaka"},
        "data_to_preserve": {"kind": "ip", "value": "203.0.113.77"},
    }
    assert {one.field: one.personal for one in leaving(instrument, values)} == {
        "custodian_or_system_location": False,
        "data_to_preserve": True,
    }
