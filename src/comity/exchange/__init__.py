"""Exchange: signed and sealed messages between participants, their receipts, and the directory they trust each other by.

Pure: bytes, keys and instants in; values or refusals out. The node sends and stores.
"""
