"""`python -m shenzhen_ai` is the command `shenzhen-ai`."""

from shenzhen_ai.cli import main

main()
