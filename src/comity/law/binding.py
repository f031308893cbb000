"""Who is bound: parties, tables of members, treaties of a union, and assistance treaties between two states on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from comity.law import records as r
from comity.law.contents import Contents, record_id
from comity.law.records import Force
from comity.law.standing import Assistance, Standing, StandingReason, holds_on, member_on, party_on


class Bindings:
    """The look-ups of :class:`comity.law.book.Book` that say who is bound by what, and since when."""

    def __init__(
        self,
        contents: Contents,
        treaty: Callable[[str], r.Treaty],
        table: Callable[[str], r.MemberTable],
        bilateral: Mapping[frozenset[str], tuple[r.Bilateral, ...]],
    ) -> None:
        self._treaty = treaty
        self._table = table
        self._bilateral = bilateral
        self._party = {(row.treaty, row.state): row for row in contents.parties}
        self._general = tuple(one for one in contents.treaties if one.general_assistance != "no")
        self._union_pairs = tuple(row for row in contents.bilaterals if row.extends_to)

    def standing(self, treaty: str, state: str, on: date) -> Standing:
        """Say how ``state`` stands to ``treaty`` on a day: parties, member tables and Union treaties alike.

        Where the Union concluded the treaty its members are bound through it (``via``). An act that applies later than the
        day asked binds nobody yet. No row is "no", for want of a record: ``reason`` says so, and the confidence is
        "verified" only where the treaty's list is marked complete.
        """
        record = self._treaty(treaty)
        found = self._standing(record, state, on)
        if record.applies_from and on < record.applies_from and found.force != "no":
            return replace(found, force="no", reason="not_applicable_yet", since=record.applies_from)
        return found

    def _standing(self, treaty: r.Treaty, state: str, on: date) -> Standing:
        row = self._party.get((treaty.id, state))
        if treaty.membership == "members":
            return self._by_table(treaty, state, on, row)
        if row is not None:
            return party_on(row, record_id(row), on)
        for extension in treaty.extends_to:
            found = self._through(treaty, extension, state, on)
            if found is not None:
                return found
        confidence: r.Confidence = "verified" if treaty.parties_complete else "recalled"
        return Standing(treaty.id, state, "no", "no_record", record_id(treaty), confidence)

    def _by_table(self, treaty: r.Treaty, state: str, on: date, row: r.Party | None) -> Standing:
        found = self.member(treaty.member_table, state, on)
        if found.force != "yes":
            return replace(found, of=treaty.id)
        out = self._opt_out(treaty, treaty.member_table, state, on)
        if out is not None:
            return out
        starts = [
            day for day in (found.since, treaty.applies_from or treaty.entry_into_force) if day is not None
        ]
        base = replace(found, of=treaty.id, since=max(starts, default=None))
        if row is None:
            return base
        of_row = party_on(row, record_id(row), on)
        return base if of_row.reason == "not_yet" and treaty.applies_from else of_row

    def _opt_out(self, treaty: r.Treaty, table: str, state: str, on: date) -> Standing | None:
        for out in self._table(table).opt_outs:
            if out.treaty == treaty.id and out.state == state and holds_on(out, on):
                reason: StandingReason = "opted_out" if out.force == "no" else "unknown"
                return Standing(
                    treaty.id,
                    state,
                    out.force,
                    reason,
                    f"networks/{table}",
                    out.confidence,
                    source=out.cite,
                )
        return None

    def _through(self, treaty: r.Treaty, extension: r.Extension, state: str, on: date) -> Standing | None:
        if state in extension.excluded or state == extension.party:
            return None
        member = self.member(extension.table, state, on)
        if member.force != "yes":
            return None
        out = self._opt_out(treaty, extension.table, state, on)
        if out is not None:
            return replace(out, via=extension.party)
        party = self.standing(treaty.id, extension.party, on)
        starts = [day for day in (party.since, member.since, extension.since) if day is not None]
        return replace(
            party, state=state, via=extension.party, since=max(starts, default=None), how="through the Union"
        )

    def member(self, table: str, state: str, on: date) -> Standing:
        """Say whether ``state`` belongs to a member table on a day."""
        record = self._table(table)
        return member_on(table, record.complete, record.members, state, on)

    def bilaterals(self, first: str, second: str) -> tuple[r.Bilateral, ...]:
        """Return the treaties between two states alone, in force or not."""
        return self._bilateral.get(frozenset((first, second)), ())

    def assistance_treaties(self, first: str, second: str, on: date) -> tuple[Assistance, ...]:
        """Return what is, or may be, a general assistance treaty between two states on a day (BC 27(1)).

        Treaties first, then bilateral ones, then arrangements. A treaty that is also listed as bilateral appears once.
        """
        found = [
            item for treaty in self._general if (item := self._general_treaty(treaty, first, second, on))
        ]
        named = {item.treaty for item in found}
        pairs = [row for row in self.bilaterals(first, second) if row.kind == "mlat"]
        pairs += [row for row in self._union_pairs if self._union_reaches(row, first, second, on)]
        for row in pairs:
            if row.general == "no" or row.treaty in named - {""}:
                continue
            started = row.in_force is None or row.in_force <= on
            if not started or row.force == "no" or (row.until is not None and row.until <= on):
                continue
            force: r.Force = "yes" if row.force == "yes" and row.general == "yes" else "unknown"
            confidence: r.Confidence = "recalled" if "in_force" in row.recalled else row.confidence
            found.append(
                Assistance(
                    row.id,
                    row.title,
                    row.title,
                    "bilateral",
                    force,
                    record_id(row),
                    confidence,
                    since=row.in_force,
                    treaty=row.treaty,
                )
            )
        order = {"treaty": 0, "bilateral": 1, "arrangement": 2}
        return tuple(sorted(found, key=lambda item: (order[item.kind], item.force != "yes")))

    @property
    def general_treaties(self) -> tuple[str, ...]:
        """Return the treaties that are, or may be, general assistance treaties between their parties."""
        return tuple(treaty.id for treaty in self._general)

    def assistance_sides(self, state: str, on: date) -> tuple[tuple[bool, Force], ...]:
        """Say of each treaty between the Union and one state whether ``state`` is that one, or a member it reaches."""
        return tuple(
            (state in row.states, self.member(extension.table, state, on).force)
            for row in self._union_pairs
            for extension in row.extends_to
        )

    def _general_treaty(self, treaty: r.Treaty, first: str, second: str, on: date) -> Assistance | None:
        sides = [self.standing(treaty.id, state, on) for state in (first, second)]
        if any(side.force == "no" for side in sides) or all(side.via for side in sides):
            return None
        force: r.Force = "unknown" if any(side.force == "unknown" for side in sides) else "yes"
        recalled = treaty.confidence == "recalled" or any(side.confidence == "recalled" for side in sides)
        starts = [side.since for side in sides if side.since is not None]
        return Assistance(
            treaty.id,
            treaty.title,
            treaty.short_name,
            "arrangement" if treaty.general_assistance == "arrangement" else "treaty",
            force,
            record_id(treaty),
            "recalled" if recalled else "verified",
            since=max(starts, default=None),
            treaty=treaty.id,
        )

    def _union_reaches(self, row: r.Bilateral, first: str, second: str, on: date) -> bool:
        """Say whether a treaty between the Union and one state reaches a pair of a member and that state."""
        for extension in row.extends_to:
            other = next(state for state in row.states if state != extension.party)
            member = second if first == other else first if second == other else ""
            if member and self.member(extension.table, member, on).force == "yes":
                return True
        return False
