"""The checks of the book, one idea a file: words, links, dates, instruments, sources, counts.

Each is a generator of faults over the whole contents; :mod:`comity.law.check` runs them all.
"""
