"""What the bot does in a dialogue: Rasa custom actions, one per file, served over HTTP by the gateway."""
