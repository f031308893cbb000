"""What the portal says when something cannot be taken: plain words for a person in trouble, in her language.

The library's own sentences are for officers and operators. Here each code that can reach a reporter has a sentence of its own:
what happened, what is safe, what to do. A code without one is said in the words officers get (:func:`comity.node.base.telling.tell`) rather than not at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from comity.kernel.errors import Fault
from comity.node.base.telling import tell

SENTENCES: Mapping[str, object] = {
    "triage.answer.needed": _("Please choose or write an answer."),
    "triage.answer.not_offered": _("Please choose one of the answers on this page."),
    "triage.answer.wrong_shape": _("Your answer did not arrive whole. Please answer this page again."),
    "triage.answer.not_an_amount": _(
        "We cannot read “{value}” as an amount. Write only the number, such as {example}."
    ),
    "triage.answer.unclear_amount": _(
        "“{value}” can mean {one} or {other}. Write it without points and commas, or with two digits at the end."
    ),
    "triage.answer.not_a_currency": _("Please choose the currency from the list."),
    "triage.answer.not_together": _("“{value}” does not go with the other answers. Take one of them out."),
    "triage.answer.not_a_day": _("There is no such day. Check day, month and year."),
    "triage.answer.no_day": _("Write the day as well: day, month and year."),
    "triage.answer.day_missing": _(
        "The day is missing. Write a number from 1 to 31. If you do not know it, leave the question out."
    ),
    "triage.answer.month_missing": _("The month is missing. Write its number or its name."),
    "triage.answer.year_missing": _("The year is missing. Write it with four digits."),
    "triage.answer.day_unread": _("We cannot read “{value}” as a day. Write a number from 1 to 31."),
    "triage.answer.month_unread": _("We cannot read “{value}” as a month. Write its number, from 1 to 12."),
    "triage.answer.year_unread": _("We cannot read “{value}” as a year. Write it with four digits."),
    "triage.answer.day_too_high": _(
        "There is no such day: that month has only {days} days. Check day and month."
    ),
    "triage.answer.in_the_future": _("That day is still to come. Check day, month and year."),
    "triage.answer.too_long_ago": _("That is very long ago. Check the year."),
    "triage.answer.not_a_time": _("We cannot read “{value}” as a time. Write it like 18:05."),
    "triage.answer.no_zone": _("Choose the place whose clock showed this time."),
    "triage.answer.not_a_zone": _("Please choose the place from the list."),
    "triage.answer.no_such_time": _("The clocks were put forward: that time did not exist on that day."),
    "triage.answer.not_a_country": _("Please choose the country from the list."),
    "triage.doubt.no_mail": _(
        "“{value}” does not look like a whole mail address. It needs a name, an @ and a provider."
    ),
    "triage.doubt.no_phone": _(
        "“{value}” does not look like a whole telephone number. From another country it begins with + and its code."
    ),
    "triage.doubt.no_iban": _(
        "“{value}” looks like an IBAN, but a digit or letter seems wrong. Compare it once more."
    ),
    "triage.doubt.iban_length": _(
        "“{value}” looks like an IBAN, but it has {found} letters and digits instead of {wanted}. Compare it once more."
    ),
    "triage.doubt.no_wallet": _(
        "“{value}” looks like a crypto address, but a letter or digit seems wrong. Copy it once more if you can."
    ),
    "triage.text.too_long": _(
        "Your text has {length} letters. There is room for {limit}. Shorten it, or add the rest as a file."
    ),
    "triage.text.control_characters": _(
        "There is a sign in your text that cannot be shown (at place {place}). Delete it and write it again by hand."
    ),
    "triage.text.broken_encoding": _(
        "A letter in your text was broken on the way (at place {place}). Please write it again."
    ),
    "portal.text.broken_letters": _(
        "Some letters of your text were broken on the way; they are marked with \ufffd. Please write them again."
    ),
    "portal.text.nothing": _("There is nothing to add yet. Write something or choose a file."),
    "portal.message.empty": _("Paste the message into the field. We need all of it, with its number."),
    "portal.form.stale": _(
        "This page was open in another window or for too long, so we did not take the form. "
        "Go back, load the page again and send it once more. What you gave before is safe."
    ),
    "portal.form.too_big": _(
        "What you sent is too large for this page, so we did not take it. What you gave before is safe. "
        "Go back: your text is still there. Shorten it, or save it as a file and add that."
    ),
    "portal.visit.too_often": _(
        "This was tried very often from your network in a short time. Wait {minutes} minutes and try again, or call us."
    ),
    "portal.visit.over": _("Your visit is over, so we have forgotten your code. Enter it again to go on."),
    "portal.report.unfinished": _("There is still something to answer before we can take your report."),
    "reports.draft.gone": _(
        "What you typed is no longer here: it was sent, it was deleted after three days, or you left the page."
    ),
    "reports.code.unknown": _("We know no report with this code. Check it letter by letter, or call us."),
    "suites.code.mistyped": _(
        "This is not a whole code. It has 28 letters and digits in seven groups. Check it letter by letter."
    ),
    "reports.desk.missing": _("This office cannot take reports at the moment. Please call us. We are sorry."),
    "reports.file.too_large": _(
        "{name} is larger than {limit} MB, so we did not keep it. All else you gave us is safe. "
        "Make it smaller, or tell us in words what it shows."
    ),
    "reports.file.too_many": _("{name} was not kept: a report can hold {limit} files. Take one out first."),
    "reports.file.no_room": _(
        "{name} was not kept: all files together can have {limit} MB. Take one out first."
    ),
    "reports.file.empty": _("{name} is empty. Choose the file again."),
    "reports.file.program": _(
        "{name} is a program, not a picture or a document. We do not take programs, whatever they are called. "
        "Do not open it. Tell us in words where it came from."
    ),
    "reports.file.not_what_it_says": _(
        "{name} is not what its name says it is, so we did not keep it. Take a picture of it on the screen and add that."
    ),
    "reports.file.unknown_kind": _(
        "We do not know what kind of file {name} is, so we did not keep it. "
        "We take pictures, PDF, texts, mails, documents, sound and video."
    ),
    "reports.file.cut_short": _(
        "Sending {name} was interrupted, so we did not keep it. All else you gave us is safe. Try again."
    ),
    "blobs.disk.full": _(
        "We have no room for files at the moment. Your answers are safe. Add the file later with your code."
    ),
}


def say(fault: Fault) -> str:
    """Say a fault to a reporter."""
    sentence = SENTENCES.get(fault.code)
    if sentence is None:
        return tell(fault)
    return str(sentence).format(**fault.facts)
