"""teikei designs, prices and stress-tests industrial alliances. Nothing is computed here."""

__version__ = "0.1.0"
