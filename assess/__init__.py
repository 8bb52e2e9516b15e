"""Assessment: instruments, job profiles, sittings, reports, decisions."""
