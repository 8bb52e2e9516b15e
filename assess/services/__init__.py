"""The use cases of assessment, one noun a file."""
