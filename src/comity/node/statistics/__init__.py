"""The figures of a node: counted by the worker over coded columns, small cells suppressed, published by a person."""
