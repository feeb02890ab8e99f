"""What the business means: pure values and functions that know no clock, no database and no screen."""
