"""Papers as PDF: statements, delivery notes and their preview, drawn straight on the page."""
