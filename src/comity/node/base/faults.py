"""What can be wrong with a node's folder, database or start: one sentence each, and what to do next."""

from __future__ import annotations

from comity.kernel.errors import declare

NO_HOME = declare(
    "node.home.missing",
    "{path} is not a node's folder: it has no node.toml.",
    "Make one with: comity node init {path}",
)
HOME_EXISTS = declare(
    "node.home.exists",
    "{path} already holds a node.",
    "Start it with: comity node run {path}, or choose another folder.",
)
HOME_UNREADABLE = declare(
    "node.home.unreadable", "{path}: {reason}", "Correct the file; nothing was started."
)
UNKNOWN_KEY = declare("node.home.unknown_key", "{path}: unknown key {key!r}.", "Did you mean {nearest!r}?")
BAD_VALUE = declare("node.home.bad_value", "{path}: {key} is {value!r}.", "It must be {wanted}.")
HOME_UNSUITABLE = declare(
    "node.home.unsuitable",
    "{path} cannot hold a node: {reason}.",
    "Choose a folder on a local disk of which you are the owner.",
)
SECOND_START = declare(
    "node.start.second",
    "The node in {path} is already running (process {pid}).",
    "Use it, or stop it there with Ctrl-C first.",
)
PORT_IN_USE = declare(
    "node.start.port_in_use",
    "Port {port}, wanted for the {door}, is in use by another program.",
    "End that program, or change the port under [doors.{door}] in {path}/node.toml.",
)
DISK_FULL = declare(
    "node.start.disk_full",
    "Only {free} MB are free where {path} lies; a node needs at least {needed} MB to start safely.",
    "Free some space, or move the folder to a larger disk.",
)
MISSING_TOOL = declare(
    "node.start.missing_tool", "{tool} was not found.", "Set the environment up again with: make setup"
)
NO_SYSTEM_USER = declare(
    "node.database.no_system_user",
    "PostgreSQL refuses to run as root, and this machine has neither a user 'postgres' nor 'nobody'.",
    "Run the node as an ordinary user, or make a user 'postgres'.",
)
DATABASE_FAILED = declare(
    "node.database.failed", "The database {what}: {reason}", "The last lines of {log} say more."
)
DATABASE_OLD = declare(
    "node.database.too_old",
    "The database server is version {version}; Comity needs PostgreSQL 15 or newer.",
    "Upgrade the server, or leave DATABASE_URL unset: the node then runs its own.",
)
DATABASE_DOWN = declare(
    "node.database.not_running", "The node in {path} is not running.", "Start it with: comity node run {path}"
)
