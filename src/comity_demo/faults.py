"""What can be wrong with the demonstration: one sentence each, and what to do next."""

from __future__ import annotations

from comity.kernel.errors import declare

ALREADY_RUNNING = declare(
    "demo.start.second",
    "The demonstration in {path} is already running (process {pid}).",
    "Use it at {address}, or stop it there with Ctrl-C first.",
)
PORT_IN_USE = declare(
    "demo.start.port_in_use",
    "Port {port}, wanted for {what}, is in use by another program.",
    "End that program, or choose other ports: make run PORT=8500.",
)
OTHER_PORT = declare(
    "demo.start.other_port",
    "The demonstration in {path} was founded with port {had}, not {wanted}.",
    "Start it with PORT={had}, or forget it first with: make clean-demo",
)
NODE_FAILED = declare(
    "demo.start.node_failed", "The node {node} did not come up: {reason}", "The last lines of {log} say more."
)
NOT_DEMONSTRATION = declare(
    "demo.folder.other", "{path} is not a folder of the demonstration.", "Name another folder with --folder."
)
DISK_FULL = declare(
    "demo.start.disk_full",
    "Only {free} MB are free where {path} lies; the demonstration needs {needed} MB.",
    "Free some space, or choose a folder on a larger disk with --folder.",
)
UNKNOWN_PERSON = declare("demo.person.unknown", "There is no {name!r} in the demonstration at this node.")
UNKNOWN_STEP = declare("demo.step.unknown", "The tour has no step {step!r}.", "Begin at the start page.")
STEP_FAILED = declare("demo.step.failed", "The step {step} could not be done: {reason}")
NO_FORM = declare("demo.page.no_form", "{page} has no form {wanted}; it has: {found}.")
BAD_ANSWER = declare("demo.page.answer", "{method} {page} was answered with {status}: {text}")
