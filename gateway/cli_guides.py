"""The command line over the guides: ``ieum guides …``."""

from __future__ import annotations

import typer
from rich.console import Console

guides_app = typer.Typer(no_args_is_help=True, help="안내 살펴보기")
console = Console(stderr=True)
