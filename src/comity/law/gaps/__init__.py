"""Harmonisation gaps: what a state's law asks less or more than a convention, and what that does to cooperation.

The engine decides everything: a gap is found by asking it about the bare conduct of an article, and its effect by
asking it again with the article's own core in place of the state's law. No state is ranked, and nothing lists where
conduct is not punishable; a report is about one state, or about what a chosen set of states has in common.
"""

from comity.law.gaps.report import Report, report

__all__ = ["Report", "report"]
