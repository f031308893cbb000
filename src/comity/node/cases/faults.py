"""What can be wrong with a case, in words."""

from comity.kernel.errors import declare

NO_NAME = declare(
    "cases.name.missing",
    "Give the case a working name.",
    "One or two words that name nobody, such as Lantern.",
)
NAME_TOO_LONG = declare("cases.name.too_long", "A working name has at most 40 letters; this has {length}.")
NAMES_A_PERSON = declare(
    "cases.name.is_a_contact",
    "A working name names nobody: leave out addresses and numbers.",
    "It is shown in lists and stored in clear.",
)
NOT_OPEN = declare("cases.case.not_open", "This case is {state}.", "Open it again first.")
OTHER_DESK = declare(
    "cases.report.other_desk", "The report belongs to another desk.", "Ask that desk to refer it."
)
NO_SUCH_FACT = declare("cases.fact.unknown", "There is no fact {name!r}.{nearest}")
NO_SUCH_SOURCE = declare("cases.fact.no_source", "Say where the fact comes from.", "Known are: {known}.")
NO_SUCH_ROLE = declare("cases.leave.unknown", "There is no leave {role!r}.", "Known are: {known}.")
NO_END = declare(
    "cases.leave.no_end",
    "Leave on a case has an end, at most {days} days from now.",
    "Choose a day; it can be given again.",
)
NOBODY = declare("cases.leave.nobody", "There is nobody {to!r} at this node to give leave to.")
NO_SUCH_FLAG = declare("cases.flag.unknown", "Choose why nothing may be told.", "Known are: {known}.")
FLAG_OVER = declare("cases.flag.over", "This flag was lifted already.")
FLAG_PAST = declare("cases.flag.past", "The day until which nothing may be told lies behind us.")
NO_CLOSING_REASON = declare(
    "cases.closing.no_reason", "Choose why the case is closed.", "Known are: {known}."
)
NO_WORDS = declare(
    "cases.words.missing", "Write a sentence or two.", "They are sealed and stay at this desk."
)
NO_CASE = declare("cases.case.missing", "There is no such case here.", "Look it up in the list of cases.")
CLAIMED = declare(
    "cases.fact.contradicts",
    "The facts would contradict each other then: {why}",
    "Change the other fact first.",
)
