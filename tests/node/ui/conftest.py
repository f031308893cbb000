"""The ui on a site of its own: only the language middleware, only its own chrome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "src" / "comity" / "node" / "ui" / "static" / "ui"


@pytest.fixture
def site(settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.node.ui.addresses"
    settings.MIDDLEWARE = ["comity.node.ui.middleware.LanguageInPath"]
    settings.COMITY_CHROME = []
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("en-xb", "Mirrored")]
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    return Client()
