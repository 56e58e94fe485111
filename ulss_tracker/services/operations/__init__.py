"""Whether the tracker does its own work: health, the watchdog, drafts that expire."""
