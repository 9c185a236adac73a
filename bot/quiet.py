"""Keeps Rasa's own chatter out of what people read on the command line."""

from __future__ import annotations

import logging
import warnings


def quiet() -> None:
    """Show warnings and errors only. Importing Rasa takes seconds, so call this just before it is needed."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)
    # KiwiTokenizer reads the synonyms itself
    warnings.filterwarnings("ignore", message=".*EntitySynonymMapper.*")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
