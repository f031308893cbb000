"""``python -m comity.node.audit``: the notary's process."""

import django

from comity.node.base.loading import loading

if __name__ == "__main__":
    with loading():
        django.setup()
        from comity.node.audit.process import run

    run()
