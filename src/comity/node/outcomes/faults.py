"""What can be wrong with consultations and outcomes."""

from comity.kernel.errors import declare

NO_CONSULTATION = declare(
    "outcomes.consultation.none", "There is no such consultation here.", "Look at the case."
)
NOT_YET = declare(
    "outcomes.consultation.not_yet", "The consultation this belongs to has not arrived.", "It is tried again."
)
NOT_A_SIDE = declare(
    "outcomes.consultation.not_a_side",
    "{sender} is no side of this consultation.",
    "Do not rely on it; ask the counterpart.",
)
BAD_BODY = declare(
    "outcomes.message.bad", "The message is not whole: {what}.", "Ask the counterpart to send it again."
)
BAD_CODE = declare("outcomes.code.unknown", "{code!r} is not of the list.", "The list has: {known}.")
NO_STATE = declare(
    "outcomes.state.missing",
    "Say which state.",
    "It is one of the states that the consultation is about: {states}.",
)
ALREADY = declare("outcomes.outcome.recorded", "This outcome is recorded already.", "Look at the case.")
