"""What is shown and shipped as it is: fonts, icons, translations, style sheets, map and sample data."""
