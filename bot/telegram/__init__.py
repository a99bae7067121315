"""The Telegram door: Update → Message → Reply → Bot API."""
