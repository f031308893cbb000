"""Words for what records call their states, events, fields and clocks. A code without words here is read aloud as it is."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.law.words import FALLBACK, name
from comity.node.ui.words import code_words

STATE: Mapping[str, Promise] = {
    "draft": _("Draft"),
    "transmitted": _("Sent"),
    "sent": _("Sent"),
    "received": _("Received"),
    "clarification_requested": _("Question put back"),
    "accepted": _("Accepted"),
    "accepted_with_conditions": _("Accepted with conditions"),
    "served": _("Served"),
    "acknowledged": _("Acknowledged"),
    "preserved": _("Kept"),
    "extended": _("Kept, extended"),
    "awaiting_disclosure_request": _("Kept until the follow-up is decided"),
    "risk_reported": _("Notice: cannot be secured this way"),
    "refused": _("Refused"),
    "declined": _("Declined"),
    "lapsed": _("Lapsed"),
    "released": _("Released"),
    "closed": _("Closed"),
    "under_review": _("Under review"),
    "consultation": _("In consultation"),
    "postponed": _("Postponed"),
    "executing": _("Being executed"),
    "partly_executed": _("Executed in part"),
    "executed": _("Executed"),
    "withdrawn": _("Withdrawn"),
    "in_progress": _("Being worked on"),
    "answered": _("Answered"),
    "partly_answered": _("Answered in part"),
    "overdue": _("Overdue"),
    "authorised": _("Authorised"),
    "produced": _("Handed over"),
    "partly_produced": _("Handed over in part"),
    "preserved_on_receipt": _("Kept on receipt"),
    "escalated": _("Escalated"),
    "held": _("Held"),
    "partly_held": _("Held in part"),
    "seized": _("Seized"),
    "expired": _("Expired"),
    "returned": _("Returned"),
    "conditions_offered": _("Conditions offered"),
    "conditions_accepted": _("Conditions accepted"),
    "conditions_declined": _("Conditions declined"),
    "used": _("Used"),
    "further_use_requested": _("Wider use asked for"),
    "formal_freeze_requested": _("Freezing order asked for"),
    "beneficiary_consent_sought": _("Account holder asked to consent"),
}
TONE: Mapping[str, str] = {
    "draft": "quiet", "preserved": "sea", "extended": "sea", "awaiting_disclosure_request": "sea", "held": "sea", "partly_held": "sea",
    "executed": "sea", "answered": "sea", "produced": "sea", "seized": "sea", "risk_reported": "amber", "clarification_requested": "amber",
    "partly_executed": "amber", "partly_answered": "amber", "partly_produced": "amber", "postponed": "amber", "refused": "red", "declined": "red",
    "lapsed": "red", "overdue": "red", "expired": "red", "conditions_declined": "red", "closed": "quiet", "released": "quiet", "withdrawn": "quiet",
    "transmitted": "ink", "sent": "ink", "served": "ink",
}  # fmt: skip
EVENT: Mapping[str, Promise] = {
    "sign_and_send": _("Sent"),
    "send": _("Send the content"),
    "offer_with_conditions": _("Offer, with conditions"),
    "send_without_conditions": _("Send without conditions"),
    "receive": _("Received"),
    "ask_clarification": _("Put a question back"),
    "answer_clarification": _("Answer the question"),
    "accept": _("Accept"),
    "refuse_with_reasons": _("Refuse, with reasons"),
    "report_future_availability_or_confidentiality_risk": _("Give notice that this will not secure it"),
    "serve_holder": _("Note that the holder was served"),
    "confirm_preserved": _("Confirm that it is kept"),
    "proceed_anyway": _("Go on all the same"),
    "withdraw": _("Withdraw"),
    "extend": _("Ask for, or grant, the next period"),
    "prolong": _("Prolong"),
    "disclosure_request_filed": _("Follow-up request filed"),
    "period_ends": _("The period ended"),
    "release": _("Release what is kept"),
    "disclosure_decided": _("Note that the follow-up was decided"),
    "close": _("Close"),
    "start_review": _("Begin the review"),
    "open_consultation": _("Open a consultation"),
    "agree_conditions": _("Agree to the conditions"),
    "conditions_not_acceptable": _("Conditions not acceptable"),
    "drop_concern": _("Drop the concern"),
    "postpone": _("Postpone"),
    "resume": _("Resume"),
    "start_execution": _("Begin execution"),
    "deliver_part": _("Deliver in part"),
    "deliver_rest": _("Deliver the rest"),
    "deliver": _("Deliver"),
    "confirm_receipt": _("Confirm receipt and close"),
    "start": _("Begin"),
    "answer": _("Answer"),
    "answer_part": _("Answer in part"),
    "authorise": _("Authorised"),
    "serve": _("Served"),
    "notify_host_state": _("Notify the host state"),
    "acknowledge": _("Acknowledge"),
    "secure_data": _("Secure the data"),
    "report_incomplete_or_impossible": _("Report: incomplete, or cannot be done"),
    "consult_host_state": _("Consult the host state"),
    "produce": _("Hand over"),
    "produce_part": _("Hand over in part"),
    "produce_rest": _("Hand over the rest"),
    "decline": _("Say that it cannot be done, with reasons"),
    "escalate": _("Escalate"),
    "confirm_hold": _("Confirm that it is kept"),
    "confirm_hold_in_part": _("Confirm that a part is kept"),
    "hold_amount": _("Confirm that the amount is held"),
    "hold_part": _("Confirm that a part is held"),
    "hold_funds": _("Confirm that the money is held"),
    "seize": _("Note the seizure"),
    "accept_conditions": _("Accept the conditions"),
    "decline_conditions": _("Decline the conditions"),
    "send_anyway": _("Send all the same"),
    "withhold": _("Keep it back"),
    "report_use": _("Report how it was used"),
    "ask_wider_use": _("Ask for wider use"),
    "decide_wider_use": _("Decide on wider use"),
    "formal_order_filed": _("Freezing order filed"),
    "told": _("Words to the other side"),
    "ask_beneficiary": _("Ask the account holder to consent"),
    "consent": _("Note that the account holder consents"),
    "no_consent": _("Note that the account holder does not consent"),
    "return_funds": _("Return the money"),
    "hold_seized": _("The money was seized"),
    "hold_lapsed": _("The hold on the money lapsed"),
    "hold_released": _("The money was released"),
}
FIELD: Mapping[str, Promise] = {
    "requesting_authority": _("Authority that asks"),
    "investigating_authority": _("Authority that investigates"),
    "issuing_and_validating_authority": _("Authority that issues and validates"),
    "sending_authority": _("Authority that sends"),
    "sending_ncb": _("National bureau that sends"),
    "offence": _("Offence"),
    "criminal_provisions": _("Criminal provisions"),
    "legal_provisions_and_penalties": _("Provisions of law and penalties"),
    "facts_summary": _("The facts in short"),
    "fraud_summary": _("The fraud in short"),
    "case_summary": _("Summary of the case"),
    "data_to_preserve": _("Data to keep"),
    "user_or_other_identifier": _("User or other identifier"),
    "communication_identifier": _("Communication concerned"),
    "relation_to_offence": _("What the data have to do with the offence"),
    "custodian_or_system_location": _("Who holds them, or where the system is"),
    "necessity": _("Why it is necessary now"),
    "necessity_and_proportionality": _("Necessity and proportion"),
    "assistance_request_commitment": _("Promise of a follow-up request"),
    "confidentiality_requested": _("Keep the request secret"),
    "assistance_sought": _("What is asked for"),
    "purpose": _("Purpose"),
    "persons_or_accounts_concerned": _("Persons or accounts concerned"),
    "procedure_requested": _("Procedure to be followed"),
    "urgency_reason": _("Why it is urgent"),
    "language": _("Language"),
    "certificate_language": _("Language of the certificate"),
    "preservation_reference": _("Reference of the hold"),
    "foreign_provider_found": _("Foreign provider found"),
    "path_data": _("Path"),
    "information": _("Information"),
    "why_useful_to_recipient": _("Why it is useful there"),
    "origin_investigation": _("Investigation it comes from"),
    "conditions": _("Conditions of use"),
    "addressee": _("Addressee"),
    "data_category": _("Kind of data"),
    "time_range": _("Period"),
    "emergency_reasons": _("Reasons of the emergency"),
    "processor_conditions_met": _("Conditions for a processor"),
    "similar_domestic_order_possible": _("Could the same be ordered at home?"),
    "annex_i_certificate": _("Certificate"),
    "annex_ii_certificate": _("Certificate"),
    "authority": _("Authority"),
    "statute": _("Law it rests on"),
    "what_to_keep": _("What to keep"),
    "keep_until": _("Keep until"),
    "what_to_hand_over": _("What to hand over"),
    "answer_by": _("Answer by"),
    "authorised_by": _("Authorised by"),
    "contact": _("Whom to call"),
    "account": _("Account"),
    "amount": _("Amount"),
    "transaction": _("Payment concerned"),
    "hold_until": _("Hold until"),
    "holder_told": _("Is the account holder told?"),
    "victim": _("Victim (a reference, never a name)"),
    "originating_account": _("Account it left"),
    "beneficiary_account": _("Account it went to"),
    "transaction_time": _("When it was paid"),
    "transaction_reference": _("Reference of the payment"),
    "formal_request_will_follow": _("A formal request will follow"),
    "question": _("Question"),
    "restrictions": _("Restrictions"),
    "urgency": _("Urgency"),
}
CLOCK: Mapping[str, Promise] = {
    "minimum_preservation": _("Kept at least so long (the treaty's floor)"),
    "home_first_period": _("First period of the law there"),
    "home_ceiling": _("Longest period of the law there"),
    "last_safe_day": _("Last safe day for the follow-up request"),
    "produce": _("Hand over"),
    "preserve": _("Keep at most so long"),
    "conflict_objection": _("Objection: conflict with another law"),
    "clarification_answer": _("Answer the question"),
    "hold_ends": _("The hold ends"),
    "answer_by": _("Answer"),
    "emergency_review": _("Review of the emergency step"),
}
GROUND: Mapping[str, Promise] = {
    "political_offence": _("Political offence"),
    "sovereignty_security_public_order": _(
        "Sovereignty, security, public order or other essential interests"
    ),
    "dual_criminality_reserved": _("No dual criminality, where reserved"),
    "dual_criminality_absent": _("No dual criminality"),
    "ground_in_requested_law_or_treaty": _("A ground of the own law, or of the treaty in force"),
    "prejudice_to_investigation": _("It would harm an inquiry here"),
    "data_not_held": _("We do not hold such data"),
    "cannot_be_identified": _("It cannot be found by what is given"),
    "not_possible": _("It is not possible"),
    "law_forbids": _("A law forbids it"),
    "privilege_or_press": _("It is privileged, or concerns the press"),
    "funds_gone": _("The money is gone"),
    "account_unknown": _("We do not keep this account"),
    "death_penalty": _("Death penalty"),
    "protected": _("Rights of a person at stake"),
    "expression": _("An opinion, satire, report or protest"),
    "asylum": _("A person may have sought protection"),
    "press": _("Journalists or their sources"),
    "lawyer": _("Lawyers or privileged communication"),
    "persecution": _("Pursued for what somebody is or believes"),
    "torture": _("Torture or inhuman treatment"),
    "research": _("Security research"),
    "ne_bis_in_idem": _("Already judged"),
    "child_suspect": _("The suspect is a child"),
    "political": _("Political"),
    "fair_trial": _("A fair trial is in doubt"),
    "rights": _("Rights of a person"),
}


def language() -> str:
    """Return the language of the page, as the law's sentences know it."""
    return (get_language() or FALLBACK).partition("-")[0]


def say(code: str, of: Mapping[str, Promise]) -> str:
    """Return the words for a code: those of this room, else those that the law book's words have, else the code read aloud."""
    known = of.get(code)
    if known is not None:
        return str(known)
    kind = next((kind for kind, codes in (("state", STATE), ("event", EVENT), ("field", FIELD),
                                          ("clock", CLOCK), ("ground", GROUND)) if codes is of), "")  # fmt: skip
    said = name(kind, code, language()) if kind else code_words(code)
    return said[:1].upper() + said[1:]


PRACTICE = "practice"
"""What a record cites for a field that no law asks for."""
SOURCE: Mapping[str, Promise] = {
    PRACTICE: _("asked for in practice, not by a law"),
    "the power named": _("the power it rests on"),
    "national law": _("national law"),
    "provider policy": _("the provider's own rules"),
    "published criteria": _("the provider's published criteria"),
    "law of the provider's state": _("law of the provider's state"),
    "an order at home": _("an order at home"),
    "the order": _("the order"),
}


def source(cite: str) -> str:
    """Return what asks for a field, as a person reads it: an article as it is cited, and words for what is no article."""
    known = SOURCE.get(cite)
    return cite if known is None else str(known)


SELECTOR: Mapping[str, Promise] = {
    "ip": _("IP address"),
    "domain": _("Domain"),
    "url": _("Address of a page"),
    "email": _("Mail address"),
    "account": _("Account with the provider"),
    "phone": _("Telephone number"),
    "iban": _("Bank account"),
    "crypto": _("Wallet"),
    "username": _("User name"),
    "other": _("Something else"),
}
MESSAGE: Mapping[str, Promise] = {
    "request": _("Request"),
    "order": _("Order"),
    "step": _("Step"),
    "package": _("Evidence"),
    "not_understood": _("Not understood there"),
}


def happened(event: str, source: str, target: str) -> str:
    """Return what happened: the state it led to, or the event itself where the state stayed.

    >>> happened("accept", "received", "accepted"), happened("told", "received", "received")
    ('Accepted', 'Words to the other side')
    """
    return say(target, STATE) if source != target else say(event, EVENT)


def clock(name: str) -> str:
    """Return the words for the name of a clock; what follows the slash are the kinds of data it is about.

    >>> clock("home_ceiling/traffic").endswith("(Traffic data)")
    True
    """
    from comity.node.ui.labels import label

    rule, _sep, kinds = name.partition("/")
    said = say(rule, CLOCK)
    return f"{said} ({', '.join(label(one, 'data') for one in kinds.split('+'))})" if kinds else said
