"""The machines' door: envelopes and receipts of other nodes come in here; what they hold is handed on by a plain table."""
