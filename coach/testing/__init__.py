"""Fakes that others can use too: a scripted model server that speaks the OpenAI wire protocol on loopback."""
