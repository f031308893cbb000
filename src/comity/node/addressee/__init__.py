"""The door of providers, registrars and banks: one order at a time, who sends it, by which law, what to do. No tables."""
