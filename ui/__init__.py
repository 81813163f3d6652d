"""How people and programs reach the coach: command line, HTTP API, desk."""
