"""`python -m teikei` is the same as `teikei`."""

from teikei.cli.main import run

run()
