"""The pages of ``docs/reference``: each command has one, names its options and its schema, and its examples run."""

import re
import shlex
from pathlib import Path

import click
import pytest

from comity.cli.law import law
from tests.support.schemas import NAMES

from .test_cli import comity

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
PAGES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
EVERYWHERE = {"as_json", "lang", "day", "layer", "duty", "help"}
"""Options that mean the same with every command that has them."""


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            found |= commands(one, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = one
    return found


COMMANDS = commands(law)


def page_of(name: str) -> str:
    """Return the text of the page the table of the README gives for a command."""
    first = name.split()[0]
    row = next(
        line for line in PAGES["README.md"].splitlines() if line.startswith("|") and f"`{first}`" in line
    )
    return "\n".join(PAGES[link] for link in _LINK.findall(row) if link.endswith(".md"))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_page_with_its_options_and_an_example(name):
    text = page_of(name)
    assert f"comity law {name}" in text and "xit status" in text
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option) and option.name not in EVERYWHERE:
            assert option.opts[0] in text, option.opts
    assert re.search(rf"^\$ comity law {name.split()[0]}", text, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_linked_from_the_table_and_from_a_page(name):
    pages = [page for page, text in PAGES.items() if f"schemas/{name}.json" in text]
    assert "README.md" in pages and len(pages) > 1


@pytest.mark.parametrize("page", PAGES)
def test_no_link_of_a_page_leads_nowhere(page):
    assert not [link for link in _LINK.findall(PAGES[page]) if not (FOLDER / link).exists()]


@pytest.mark.parametrize("page", [name for name, text in PAGES.items() if _BLOCK.search(text)])
def test_the_examples_of_a_page_run(page, tmp_path, monkeypatch):
    """Each command ends with the status the page gives, and says what the page says it says."""
    monkeypatch.chdir(FOLDER.parents[1])
    for block in _BLOCK.findall(PAGES[page]):
        said, status, line = "", None, ""
        for line in block.replace("/tmp/", f"{tmp_path}/").splitlines():
            if line.startswith("$ comity law "):
                done = comity(*shlex.split(line.removeprefix("$ comity law ")))
                said, status = done.stdout + done.stderr, done.returncode
            elif line.startswith("# exit status "):
                assert status == int(line.removeprefix("# exit status ")), said
            else:
                assert line.rstrip() in said, line
        assert line.startswith("# exit status ")
