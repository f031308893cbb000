"""The exchange: outbox, inbox, receipts, who is trusted, and the signed directory."""
