"""What the rules of assessment refuse, one noun a file."""
