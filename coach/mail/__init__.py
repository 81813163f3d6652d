"""Mail: bytes or text in, the newest message out."""
