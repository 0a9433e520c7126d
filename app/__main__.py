"""`python -m app` is the console."""

from app.cli import main

main(prog_name="throughline")
