"""Reports: what a person tells, sealed as it arrives; drafts, files, messages, and the bulk import."""
