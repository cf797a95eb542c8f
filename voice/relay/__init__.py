"""A call over ConversationRelay: Twilio hears and speaks, a WebSocket carries words."""
