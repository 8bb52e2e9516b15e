"""The shared kernel: leans on none of ours."""
