"""The Django app ``cases``."""

from __future__ import annotations

from datetime import datetime

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their reports, facts, notes and grants."""

    name = "comity.node.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Have letters ask here whether anything may be told."""
        from comity.node.cases import queries
        from comity.node.letters import flags
        from comity.node.letters.models import Letter

        def asker(letter: Letter, at: datetime) -> flags.Flag | None:
            found = queries.flag_on_letter(letter.case, letter.about, at)
            return flags.Flag(found.reason_code, found.until) if found is not None else None

        flags.register("cases", asker)
