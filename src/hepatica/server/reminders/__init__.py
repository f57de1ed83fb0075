"""Reminders: made each morning by a background job, each once; on screen, as calendar, by mail."""
