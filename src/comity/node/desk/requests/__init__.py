"""The place *Requests*: drafts, what leaves, commitments, answers; buttons, forms and grounds come from the book's records."""
