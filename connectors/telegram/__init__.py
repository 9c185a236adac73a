"""Telegram: a bot by webhook or long polling, speaking through python-telegram-bot."""
