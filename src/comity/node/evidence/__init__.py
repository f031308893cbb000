"""Items of evidence: sealed as they arrive, every act on them in the custody log, let go by two persons under an authorisation."""
