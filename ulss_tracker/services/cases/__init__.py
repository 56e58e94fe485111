"""Cases, their reviews and sentences, and merging two cases into one."""
