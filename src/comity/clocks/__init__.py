"""Legal clocks: how periods are counted, on which calendar, in whose zone, and what is the last safe day.

A floor (the data are kept at least so long), a ceiling (at most so long) and a deadline (do it by then) are three
kinds and never one: only a ceiling or a recorded national period ends anything.
"""
