"""Print a document as PDF by typst: tagged (PDF/UA-1), embedded fonts only; the footer binds it to its receipt.

A letter no embedded font has stops the run: a judge must never read a page with holes in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from comity.kernel.errors import BadInput, declare
from comity.law.decision import Receipt
from comity.law.paper.blocks import Block, blocks, title

NO_TYPST = declare(
    "law.paper.no_printer",
    "PDF needs the package typst, which is not installed.",
    "Install it (pip install typst); the receipt itself is complete without it.",
)
NOT_PRINTED = declare("law.paper.not_printed", "The document cannot be printed: {why}.")

_LAYOUT = Path(__file__).with_name("document.typ")


def pdf(receipt: Receipt) -> bytes:
    """Return a decision receipt as PDF.

    Raises:
        BadInput: typst is not installed, or the document cannot be printed whole.
    """
    made = receipt.document
    header = f"Comity · {made['book']['version']} · {made['at']}"
    return print_blocks(
        blocks(receipt),
        title=title(receipt),
        lang=receipt.question.lang,
        header=header,
        footer=receipt.digest,
    )


def print_blocks(
    given: Sequence[Block], *, title: str, lang: str, header: str, footer: str, author: str = "Comity"
) -> bytes:
    """Print headings, paragraphs and tables. Raises: BadInput, as :func:`pdf`."""
    if find_spec("typst") is None:
        raise BadInput(NO_TYPST.fault())
    import typst

    document = {
        "title": title,
        "author": author,
        "lang": lang,
        "header": header,
        "footer": footer,
        "blocks": list(given),
    }
    try:
        made, warnings = typst.compile_with_warnings(
            str(_LAYOUT),
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=0,
            format="pdf",
        )
    except typst.TypstError as error:
        raise BadInput(NOT_PRINTED.fault(why=str(error).splitlines()[0])) from error
    holes = [str(warning.message) for warning in warnings]
    if holes:
        raise BadInput(NOT_PRINTED.fault(why="; ".join(holes[:3])))
    return bytes(made)
