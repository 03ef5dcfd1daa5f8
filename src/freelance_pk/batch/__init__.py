"""Many clients' folders: found, run by whatever runs them, and put together in the firm's sheet."""
