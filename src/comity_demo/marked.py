"""Mark a text of the story for the catalogues; it is said in the language of the page where it is shown.

Django's own marker asks for settings, which the story as data does not have.
"""


def marked(text: str) -> str:
    """Return the text as it is: the search for strings finds it by the name ``_`` this is imported under."""
    return text
