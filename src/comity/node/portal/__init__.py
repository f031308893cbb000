"""The public door: tell what happened, come back with the code, check a message. No account, no session, no log."""
