"""HR's desk: settings, import, overview, register and bulk work."""
