"""What happened, who did it and why: leaves written inside every action, ordered and signed by the notary alone."""
