"""Figures: measures as data, a plan counted on an engine, small cells suppressed before anything is written down."""
