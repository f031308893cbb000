"""Letters to reporters: drafted by events, released by a person, opened by the reporter's code alone."""
