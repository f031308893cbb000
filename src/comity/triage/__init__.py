"""Triage: what is asked, how urgent the answers are, who is competent, and how reports come in by the thousand.

Pure functions over values; the questions themselves are records in ``content/questions``.
"""
