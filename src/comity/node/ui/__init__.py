"""What people see: layouts, parts, styles, languages. No tables of its own, no decision of its own."""
