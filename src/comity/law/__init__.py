"""The law: records, book, and (beside them) the engine that answers from them.

Layering inside the package: records and vocabulary know nothing; ``load`` and ``compiled`` read files; ``book``
answers look-ups; the engine's modules decide. No module names an instrument, treaty, article or country.
"""
