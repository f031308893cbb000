"""The Jinja2 environment of all pages: always escaping, never guessing an undefined name.

Named in the settings as ``comity.node.ui.environment.environment``; Django adds the loader over every
app's ``jinja2`` folder.
"""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined

from comity.node.ui import chart, clock_view, labels, languages, law_view, pictures, times, words
from comity.node.ui.govuk import govuk


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named route: ``url("desk:case", pk=case.pk)``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def stylesheet(name: str) -> str:
    """Return the address of a built style sheet in the direction of the page's language."""
    mirrored = "-rtl" if languages.current().right_to_left else ""
    return static(f"ui/{name}{mirrored}.css")


def environment(**options: Any) -> Environment:
    """Make the environment; what Django passes (loader, reload) is kept, safety is not up for choice."""
    made = Environment(  # noqa: S701 - autoescape is on, below
        **{
            **options,
            "autoescape": True,
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        static=static,
        url=url,
        stylesheet=stylesheet,
        govuk=govuk,
        language=languages.current,
        label=labels.label,
        qr=pictures.qr,
        bars=chart.bars,
        columns=chart.columns,
        clock_reading=clock_view.reading,
        routes_by_status=law_view.by_status,
        route_rows=law_view.rows,
        plan_steps=law_view.plan,
        gates_of=law_view.gates,
        silent_gates=law_view.silent_gates,
        decisive=law_view.decisive,
        asked_for=law_view.asked_for,
        three_valued=law_view.three_valued,
        failing_gates=law_view.failing,
        bound_to_help=law_view.bound,
        power_at_home=law_view.power_at_home,
        at_stake=law_view.at_stake,
        clocks_apart=law_view.clocks_apart,
    )
    made.filters.update(
        instant=times.instant,
        day=times.day,
        remaining=times.remaining,
        duration=times.duration,
        left_and_walls=times.left_and_walls,
        city=times.city,
        money=words.money,
        country=words.country,
        countries=words.countries,
        language_name=words.language_name,
        reference=words.reference,
        number=words.number,
        short_number=words.short_number,
        filesize=words.size,
        code_words=words.code_words,
        grouped=words.grouped,
        merged=law_view.merged,
        told=law_view.told,
        element=law_view.element,
        book_title=law_view.book_title,
        book_word=law_view.book_word,
        lasting=law_view.lasting,
        label=labels.label,
        json_script=json_script,
    )
    return made
