"""The use cases of HR's desk, one noun a file."""
