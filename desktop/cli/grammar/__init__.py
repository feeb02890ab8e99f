"""The words the command line understands."""
