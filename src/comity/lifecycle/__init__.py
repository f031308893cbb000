"""Transition tables read from records, and the one function that moves a matter along them.

A table belongs to a kind of matter (report, case, request, item of evidence); who may do what is in the table.
"""
