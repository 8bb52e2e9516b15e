"""METHOD, one formula a function; pure."""
