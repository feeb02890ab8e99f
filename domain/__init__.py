"""What the business means: values in, values out, with no screen, database, network, clock or chance."""

__version__ = "0.1.0"
