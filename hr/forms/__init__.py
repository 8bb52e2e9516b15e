"""What HR fills in."""
