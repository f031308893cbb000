"""Mutation testing of the decision modules: run it, or look at what the last run left.

``python tools/mutation.py [MUTANTS...]`` runs mutmut anew (settings: ``[tool.mutmut]`` in ``pyproject.toml``) and judges;
``python tools/mutation.py --judge`` judges what is there; ``--write`` prints the survivors that are not listed yet, in the
form of ``docs/mutation-survivors.md``. Exit 1: the score is under 85 %, a survivor is not listed with a reason, or a listed one
is no more. A mutant killed by running into the time limit counts as killed; one no test reaches as a survivor.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTANTS = ROOT / "mutants"
LISTED = ROOT / "docs" / "mutation-survivors.md"
LEAST = 85.0
KILLED = {1, 3, 24, 36, 152, 255, -24}
"""Exit codes of a mutant's run: a test failed (1, 3) or the time limit was reached (the others)."""
MUTMUT = [str(Path(sys.executable).with_name("mutmut"))]
HEADING = re.compile(r"### `([\w.]+)`")
LINE = re.compile(r"- `` (.*?) `` becomes `` (.*?) ``: (\S.*)")

Survivor = tuple[str, str, str]
"""Function, the line as it is, the line as mutated. Numbers of mutants change with every edit and are not kept."""


def run(chosen: list[str]) -> float:
    """Run all mutants from the beginning; results of an earlier run say nothing about today's tests."""
    shutil.rmtree(MUTANTS, ignore_errors=True)
    began = time.monotonic()
    # CI: Hypothesis then draws the same examples each time, so that a survivor is one every time.
    environment = {**os.environ, "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([*MUTMUT, "run", "--max-children", str(os.cpu_count() or 1), *chosen], cwd=ROOT, env=environment, check=True)  # fmt: skip
    return time.monotonic() - began


def results() -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for file in sorted(MUTANTS.glob("src/**/*.meta")):
        found |= json.loads(file.read_text("utf-8"))["exit_code_by_key"]
    return found


def module_of(name: str) -> str:
    return name.rpartition(".")[0]


def survivor(name: str) -> Survivor:
    shown = subprocess.run(
        [*MUTMUT, "show", name], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    lines = [line for line in shown.splitlines() if not line.startswith(("---", "+++", "#", "@@"))]
    was = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    becomes = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    function = re.sub(r"__mutmut_\d+$", "", name.rpartition(".")[2])
    function = (
        function.removeprefix("x_")
        if function.startswith("x_")
        else function[1:].replace("ǁ", ".").strip(".")
    )
    return f"{module_of(name)}.{function}", was, becomes


def listed() -> dict[Survivor, str]:
    found: dict[Survivor, str] = {}
    function = ""
    for line in LISTED.read_text("utf-8").splitlines():
        if heading := HEADING.match(line):
            function = heading[1]
        elif entry := LINE.match(line):
            found[function, entry[1], entry[2]] = entry[3]
    return found


def judge(*, write: bool = False) -> int:
    all_of_them = {name: code for name, code in results().items() if code is not None}
    if not all_of_them:
        print("No mutant was run.")
        return 1
    by_module: dict[str, Counter[str]] = {}
    for name, code in all_of_them.items():
        by_module.setdefault(module_of(name), Counter())["killed" if code in KILLED else "left"] += 1
    for module, count in sorted(by_module.items()):
        every = count.total()
        print(f"{module:<42} {count['killed']:>5} of {every:>5}  {100 * count['killed'] / every:6.2f} %")
    killed = sum(count["killed"] for count in by_module.values())
    score = 100 * killed / len(all_of_them)
    print(f"{'all':<42} {killed:>5} of {len(all_of_them):>5}  {score:6.2f} %, at least {LEAST} %")
    alive = {survivor(name) for name, code in all_of_them.items() if code not in KILLED}
    known = listed()
    new, gone = sorted(alive - set(known)), sorted(set(known) - alive)
    run_modules = set(by_module)
    gone = [one for one in gone if any(one[0].startswith(module + ".") for module in run_modules)]
    if write:
        write_down(new)
    for title, some in (("not listed with a reason", new), ("listed, but killed", gone)):
        if some and not write:
            print(f"{len(some)} {title} in {LISTED.relative_to(ROOT)}:")
            for function, was, becomes in some:
                print(f"  {function}\n    - {was}\n    + {becomes}")
    return int(score < LEAST or bool(new) or bool(gone))


def write_down(some: list[Survivor]) -> None:
    last = ""
    for function, was, becomes in some:
        if function != last:
            print(f"\n### `{function}`\n")
        last = function
        print(f"- `` {was} `` becomes `` {becomes} ``: ")


def main(words: list[str]) -> int:
    os.chdir(ROOT)
    if "--write" in words or "--judge" in words:
        return judge(write="--write" in words)
    took = run(words)
    print(f"\nRun in {took / 60:.1f} minutes.")
    return judge()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
