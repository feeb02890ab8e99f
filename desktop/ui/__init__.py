"""The window: pages that ask the actions through one worker and never touch the books themselves."""
