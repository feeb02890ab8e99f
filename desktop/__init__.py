"""What a person touches: windows, printing, spreadsheets and the command line."""

from domain import __version__ as __version__
