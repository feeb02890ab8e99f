"""What the business means: pure values and functions that know no clock, no database and no screen."""

__version__ = "0.1.0"
