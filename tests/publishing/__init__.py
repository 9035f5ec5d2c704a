"""Publishing, against real servers on loopback."""
