"""``python -m comity.node.audit``: the notary's process."""

import django

if __name__ == "__main__":
    django.setup()
    from comity.node.audit.process import run

    run()
