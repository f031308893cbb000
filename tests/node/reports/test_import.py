"""Bulk import: a file whole or not at all, faults by line, real narratives, mails and messages."""

import json
from pathlib import Path
from typing import Any

import pytest

from comity.kernel.actor import system
from comity.node.audit.models import Leaf
from comity.node.base import sealing
from comity.node.base.keyring import Keyring
from comity.node.reports import readers, rounds
from comity.node.reports.importing import import_records
from comity.node.reports.models import Report
from comity.triage import intake
from tests.support.node import AT
from tests.support.shared_data import objects, rows

pytestmark = pytest.mark.node


def load(lines: list[str], owner: Any, form: intake.Format = "jsonl") -> Any:
    found = intake.read([line.encode() for line in lines], format=form)
    assert found.faults == []
    return import_records(found.records, owner=owner, by=system("import"), at=AT)


def test_each_line_is_one_sealed_report(home_folder: Any, participants: Any) -> None:
    lines = [
        json.dumps({"id": "a1", "narrative": "Pay to FR14 2004 1010 0505 0001 3M02 606 <b>now</b>", "language": "en", "country": "US",
                    "received": "2026-11-20T15:00:00Z", "loss": {"amount": 12.5, "currency": "USD"}, "channel": "web"}),
        json.dumps({"id": "a2", "selectors": [{"kind": "domain", "value": "Konto-Sicherheit.example"}]}),
    ]  # fmt: skip
    assert load(lines, participants["de-police"]).new == 2
    first = Report.objects.get(country="US")
    assert (first.amount, first.currency, first.source, first.received_at.isoformat()) == (
        12.5, "USD", "import", "2026-11-20T15:00:00+00:00",
    )  # fmt: skip
    assert Leaf.objects.filter(verb="report.import").count() == 2
    key = sealing.open_as(first.data_key, "de-police", Keyring(home_folder, "worker"))
    assert sealing.read(first, key, "own_words").endswith("<b>now</b>")
    assert sealing.read(first, key, "origin") == "a1"
    again = load(lines, participants["de-police"])
    assert (again.new, again.known) == (0, 2)
    assert Report.objects.count() == 2


def test_csv_carries_the_same(participants: Any) -> None:
    lines = ["id,narrative,loss_amount,loss_currency\n", '7,"zwei\n', 'Zeilen",3.50,EUR\n']
    assert load(lines, participants["de-police"], "csv").new == 1
    assert str(Report.objects.get().amount).startswith("3.5")


def test_killed_on_the_way_nothing_is_there(participants: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    monkeypatch.setattr("comity.node.reports.importing.BATCH", 2)
    found = intake.read(
        [json.dumps({"id": str(n), "narrative": "x"}).encode() for n in range(6)], format="jsonl"
    )

    def stop(done: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        import_records(
            found.records, owner=participants["de-police"], by=system("import"), at=AT, progress=stop
        )
    assert Report.objects.count() == 0


def real() -> list[dict[str, str]]:
    """Real input of every kind there is, a few hundred of each."""
    told = [{"id": f"n{one['complaint_id']}", "narrative": one["narrative"], "language": "en", "country": "US"}
            for one in objects("narratives-cfpb-complaints", "cfpb_narratives.jsonl.gz")][:150]  # fmt: skip
    told += [{"id": f"m{one['id']}", "narrative": f"{one['subject']}\n{one['text']}", "language": one["lang"]}
             for one in objects("emails-phishing-pot", "emails.jsonl.gz")][:200]  # fmt: skip
    for name, language, country in (
        ("sms-spam-uci", "en", "GB"),
        ("sms-indonesian", "id", "ID"),
        ("sms-chinese-fbs", "zh", "CN"),
    ):
        table = list(rows(f"messages-{name}", "sms.tsv.gz", delimiter="\t"))[1:120]
        told += [
            {"id": f"{name}{n}", "narrative": row[-1], "language": language, "country": country}
            for n, row in enumerate(table)
        ]
    return told


def test_real_narratives_mails_and_messages(
    home_folder: Any, participants: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_steps", {})
    told = real()
    found = intake.read([json.dumps(one).encode() for one in told], format="jsonl")
    wrong = {one.line for one in found.faults}
    assert len(wrong) < len(told) // 20  # control signs in some mails: named by line, and the file is mended
    mended = [one for line, one in enumerate(told, 1) if line not in wrong]
    assert load([json.dumps(one) for one in mended], participants["de-police"]).new == len(mended) > 500
    while rounds.read_new(AT):
        pass
    assert Report.objects.filter(read_at=None).count() == 0
    kinds = set(Report.objects.values_list("selectors__kind", flat=True))
    assert {"url", "domain", "email", "phone"} <= kinds
    assert Report.objects.exclude(selectors=None).count() > 100


def test_the_command_names_every_fault_with_its_line(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from comity.node.reports.commands import import_

    file = tmp_path / "reports.jsonl"
    file.write_bytes(
        b'{"id": "1", "narrative": "x"}\n{"id": "2"}\nnot json\n{"id": "1", "narrative": "y"}\n{"id": "5", "narrative": "\xff"}\n'
    )
    result = CliRunner().invoke(import_, [str(tmp_path), str(file), "--json"])
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert document["imported"] == 0
    assert [one["line"] for one in document["faults"]] == [2, 3, 4, 5]
    assert all(one["text"] for one in document["faults"])
