"""Two persons for what cannot be undone: asked by one, given by another, used once."""
