"""A report from the first page to a verified acknowledgement, and back with the code, in a real browser on a real node."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from comity.node.base.keyring import Keyring
from tests.journeys.portal_walk import PROGRAM, code_on, press, walk
from tests.node.portal.teller import ANONYMOUS
from tests.support.browser import DESK, PHONE, chromium, faults
from tests.support.running import RunningNode

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    with RunningNode.found(tmp_path_factory.mktemp("portal") / "de", country="DE") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def verify(node: RunningNode, file: Path, trust: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("comity")),
        "receipt",
        "verify",
        str(file),
        "--trust",
        str(trust),
        *more,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def keep(page: Page, words: str, where: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_text(words, exact=True).first.click()
    coming.value.save_as(where / coming.value.suggested_filename)
    return where / coming.value.suggested_filename


def test_on_a_phone_without_script_in_german(node: RunningNode, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    walk(page, f"{node.url('portal')}/de/")
    with page.expect_navigation():
        page.get_by_role("button", name="Meldung abschicken").click()
    keep_it = page.get_by_text("Signierte Datei behalten", exact=True)
    for _ in range(15):  # no script, so she presses until the notary has signed
        if keep_it.count():
            break
        press(page, "Jetzt anzeigen")
        page.wait_for_timeout(500)
    code = code_on(page)
    file = keep(page, "Signierte Datei behalten", tmp_path)
    assert file.name.startswith("note-")
    trust = tmp_path / "trust.json"
    page.goto(f"{node.url('portal')}/real")
    trust.write_text(page.request.get(f"{node.url('portal')}/real/keys").text())
    published = {key["kid"] for key in json.loads(trust.read_text())["keys"]}
    assert published == {Keyring(node.home, "admin").public(kind)["kid"] for kind in ("receipt", "log")}
    assert verify(node, file, trust).returncode == 0, verify(node, file, trust).stderr
    spoilt = tmp_path / "spoilt.txt"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    spoilt.write_bytes(data)
    assert verify(node, spoilt, trust).returncode == 1

    context.clear_cookies()
    page.goto(f"{node.url('portal')}/de/back")
    page.fill("input[name=code]", code.lower().replace("-", " "))
    press(page, "Weiter")
    assert "Wir haben Ihre Meldung" in page.inner_text("main")
    press(page, "Etwas hinzufügen")
    page.fill("textarea", "Er rief noch einmal an: +49 561 7071234")
    page.set_input_files("input[type=file]", [PROGRAM])
    press(page, "Hinzufügen")
    assert "bild.png ist ein Programm" in page.inner_text(".govuk-error-summary")
    assert "7071234" in page.input_value("textarea")
    page.set_input_files("input[type=file]", [])
    press(page, "Hinzufügen")
    assert "Wir haben es hinzugefügt" in page.inner_text("main")
    press(page, "Kopie der Meldung ansehen oder behalten")
    assert "Zorn-Kanarienvogel" in page.inner_text("main")
    copy = keep(page, "Kopie behalten", tmp_path)
    assert verify(node, file, trust, "--report", str(copy)).returncode == 0
    assert asked == {urlsplit(node.url("portal")).netloc}  # nobody else hears of her
    context.close()


@pytest.mark.parametrize(("language", "wide"), [("en", False), ("de", True), ("en-xb", False)])
def test_every_page_is_open_to_all(node: RunningNode, browser: Browser, language: str, wide: bool) -> None:
    context = browser.new_context(viewport=DESK if wide else PHONE, bypass_csp=True)
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def look(name: str, shown: Page) -> None:
        if wrong := faults(shown):
            found[name] = wrong

    root = f"{node.url('portal')}/{language}"
    for path in ("back", "message", "real", "who", "people", "measures/", "mine"):
        page.goto(f"{root}/{path}")
        look(path, page)
    walk(page, f"{root}/", look=look)
    for path in ("later", "check"):
        page.goto(f"{root}/{path}")
        look(path, page)
    with page.expect_navigation():
        page.locator("form .govuk-button").last.click()
    page.locator('a[href$="/done/file"]').wait_for(timeout=15_000)
    look("done", page)
    code = code_on(page)
    page.goto(f"{root}/back")
    page.fill("input[name=code]", "1234")
    with page.expect_navigation():
        page.locator("form .govuk-button").first.click()
    look("a wrong code", page)
    page.fill("input[name=code]", code)
    with page.expect_navigation():
        page.locator("form .govuk-button").first.click()
    for path in ("mine", "mine/add", "mine/copy", "mine/stop"):
        page.goto(f"{root}/{path}")
        look(path, page)
    assert found == {}
    context.close()


def test_anonymous_leaves_no_trace_of_the_browser(node: RunningNode, browser: Browser) -> None:
    canary = "KanarienBrowser/77.3"
    context = browser.new_context(
        viewport=PHONE,
        user_agent=canary,
        extra_http_headers={"X-Forwarded-For": "198.51.100.77", "Via": "kanarie.example"},
    )
    page = context.new_page()
    walk(page, f"{node.url('portal')}/en/", said=ANONYMOUS)
    with page.expect_navigation():
        page.get_by_role("button", name="Send the report").click()
    assert code_on(page)
    assert [cookie["name"] for cookie in context.cookies()] == ["comity-note"]
    with node.connect() as database:
        tables = [
            name
            for (name,) in database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        everything = "\n".join(
            str(row)
            for name in tables
            for row in database.execute(f'SELECT t::text FROM "{name}" t').fetchall()
        )
        fine = database.execute(
            "SELECT count(*) FROM reports_report WHERE anonymous AND received_at <> date_trunc('hour', received_at)"
        )
        assert fine.fetchone() == (0,)
        leaves = database.execute(
            "SELECT count(*) FROM audit_leaf l JOIN reports_report r ON l.subject_id = r.id::text "
            "WHERE r.anonymous AND l.at <> date_trunc('hour', l.at)"
        )
        assert leaves.fetchone() == (0,)
    written = everything + node.log.read_text()
    for trace in (
        canary,
        "198.51.100.77",
        "kanarie.example",
        "Zorn-Kanarienvogel",
        "konto-sicherheit.example",
        "FR1420041010050500013M02606",
    ):
        assert trace not in written
    blobs = [path for path in node.home.blobs.rglob("*") if path.is_file()]
    assert blobs
    assert all(b"Bildkanarie" not in path.read_bytes() for path in blobs)
    assert all(path.stat().st_mtime % 3600 == 0 for path in blobs)
    context.close()


def test_leaving_is_quick_and_takes_the_cookie(node: RunningNode, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{node.url('portal')}/en/")
    page.locator(".choice").first.click()
    page.wait_for_selector("input[name=q]", state="attached")
    before = page.evaluate("history.length")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/measures/*")
    assert page.title() == "Weights and measures"
    assert page.evaluate("history.length") == before  # the page is replaced, not added
    assert context.cookies() == []
    context.close()


def test_two_gigabytes_are_answered_in_a_real_browser(
    node: RunningNode, browser: Browser, tmp_path: Path
) -> None:
    film = tmp_path / "film.png"
    with film.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(2_000_000_000)  # a hole: takes no room
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()

    class Stop(Exception):
        """The files page is reached."""

    def stop_at_files(name: str, shown: Page) -> None:
        if name == "files":
            raise Stop

    with pytest.raises(Stop):
        walk(page, f"{node.url('portal')}/en/", look=stop_at_files)
    page.set_input_files("input[type=file]", str(film))
    with page.expect_navigation(timeout=120_000):
        page.locator("button[name=go]").click()
    assert "film.png is larger than 25 MB" in page.inner_text(".govuk-error-summary")
    page.goto(f"{node.url('portal')}/en/a/6")
    assert page.input_value("input[name=a]") == "4200"
    assert list(node.home.blobs.glob("part/*")) == []
    context.close()
