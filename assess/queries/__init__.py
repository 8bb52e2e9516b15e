"""What pages of assessment read, one question a file."""
