"""Write the table of grants into docs/operate/grants.md: python tools/grants_table.py"""

import os
import re
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.conf.settings")
DOCS = Path(__file__).parent.parent / "docs" / "operate" / "grants.md"

if __name__ == "__main__":
    from comity.node.conf import grants

    text = DOCS.read_text(encoding="utf-8")
    DOCS.write_text(
        re.sub(r"\| table \|.*\|\n", lambda _: grants.markdown(), text, flags=re.DOTALL), encoding="utf-8"
    )
