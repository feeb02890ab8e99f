"""What a person touches: windows, printing, spreadsheets and the command line."""
