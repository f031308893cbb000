"""Runs the command ``comity`` in this process and gives back exit status, standard output and standard error."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from comity.cli import main as cli


@pytest.fixture
def comity(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["comity", *map(str, arguments)])
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return run
