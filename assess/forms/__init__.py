"""What people fill in for an assessment, one noun a file."""
