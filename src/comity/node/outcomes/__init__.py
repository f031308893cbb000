"""What came of a case: who prosecutes (consulted, never computed), how it ended, and the letters that tell it."""
