"""The use cases of people, one noun a file."""
